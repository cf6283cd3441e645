#!/usr/bin/env python
# coding: utf-8
# expects: exp_back relu

# In[1]:


get_ipython().run_line_magic('load_ext', 'autoreload')
get_ipython().system('pip install einops')
import numpy as np


# In[7]:


def exp_back(grad_out, out, x):
    return grad_out * out


# In[8]:


def relu(x):
    zero = 0.0
    return maximum(x, zero)


# In[ ]:


def cross_entropy(logits, true_labels):
    """Like torch.nn.functional.cross_entropy, without the mean."""
    ...
