"""One stack per data folder, on a free port, with its sockets where they fit."""

import json
import os
import socket

import pytest

from service import stack


def test_a_second_one_learns_the_first_one_s_address(tmp_path):
    lock = stack.hold(tmp_path)
    (tmp_path / "running.json").write_text(json.dumps({"url": "http://127.0.0.1:9"}))
    with pytest.raises(stack.AlreadyRunning) as caught:
        stack.hold(tmp_path)
    os.close(lock)
    assert caught.value.url == "http://127.0.0.1:9"
    os.close(stack.hold(tmp_path))


def test_a_port_in_use_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert stack.free_port("127.0.0.1", port) > port


def test_an_address_of_another_machine_is_named_and_no_port_is_tried():
    with pytest.raises(OSError, match=r"cannot listen on 203\.0\.113\.9, port 8321"):
        stack.free_port("203.0.113.9", 8321)


def test_the_socket_folder_is_short_and_private_wherever_the_data_lies():
    folder = stack.socket_folder()
    try:
        assert len(str(folder / "redis.sock")) < 100
        assert folder.stat().st_mode & 0o077 == 0
    finally:
        folder.rmdir()
