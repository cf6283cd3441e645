"""A pretend institution: an OpenID provider on loopback, honest until told otherwise."""

import base64
import hashlib
import hmac
import json
import threading
import time
from urllib.parse import parse_qs, urlsplit

from flask import Flask, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "pairgrad-here", "a secret of both"


class PretendIssuer:
    """Signs in whoever ``person`` names; each field is one way to be wrong."""

    def __init__(self):
        self.person = {"sub": "ada-7", "name": "Ada Lovelace"}
        self.claims, self.papers = {}, {}
        self.algorithm = "RS256"
        self.keys = [RSAKey.generate_key(2048, {"kid": "first"})]
        self.codes = {}
        self.server = make_server("127.0.0.1", 0, self._app(), threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever)
        self._thread.start()

    def close(self):
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def rotate(self):
        self.keys = [RSAKey.generate_key(2048, {"kid": "second"})]

    def agree(self, location):
        """Sign in on the issuer's page; return the address the browser is sent back to."""
        asked = {
            name: each[0] for name, each in parse_qs(urlsplit(location).query).items()
        }
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return (
            f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"
        )

    def token(self, asked):
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], **self.person, **self.claims,
        }  # fmt: skip
        if self.algorithm == "RS256":
            header = {"alg": "RS256", "kid": self.keys[0].kid}
            return jwt.encode(header, claims, self.keys[0])
        header = json.dumps({"alg": self.algorithm, "kid": self.keys[0].kid})
        signed = f"{_base64(header.encode())}.{_base64(json.dumps(claims).encode())}"
        if self.algorithm == "none":
            return f"{signed}."
        # A shared secret that everybody may read: the issuer's public key.
        known = self.keys[0].as_pem(private=False)
        proof = hmac.digest(known, signed.encode(), "sha256")
        return f"{signed}.{_base64(proof)}"

    def _app(self):
        app = Flask("pretend-issuer")

        @app.get("/.well-known/openid-configuration")
        def papers():
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                **self.papers,
            }

        @app.get("/authorize")
        def authorize():
            host = request.args["redirect_uri"].partition("/sign-in")[0]
            way_back = f"{host}{self.agree(request.url)}".replace("&", "&amp;")
            return f'<!doctype html><a href="{way_back}">I am Ada</a>'

        @app.get("/keys")
        def keys():
            return {"keys": [key.as_dict(private=False) for key in self.keys]}

        @app.post("/token")
        def token():
            asked = self.codes.pop(request.form["code"], None)
            known = request.authorization
            proof = hashlib.sha256(request.form["code_verifier"].encode()).digest()
            if (
                asked is None
                or (known.username, known.password) != (CLIENT, SECRET)
                or asked["code_challenge"] != _base64(proof)
                or asked["redirect_uri"] != request.form["redirect_uri"]
            ):
                return {"error": "invalid_grant"}, 400
            return {
                "access_token": "unused",
                "token_type": "Bearer",
                "id_token": self.token(asked),
            }

        return app


def _base64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
