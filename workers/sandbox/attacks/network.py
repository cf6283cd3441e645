"""The network: nobody to talk to, not even on this machine."""

from workers.sandbox.attacks.attack import Attack

_TCP = "import socket; s = socket.create_connection(('127.0.0.1', PORT), 1)"

LISTED = (
    Attack(
        name="43 TCP", code=f"{_TCP}; return s.send(b'x') and 'sent'", expected="EPERM"
    ),
    Attack(
        name="43 UDP",
        code="""
        import socket
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        return s.sendto(b'x', ('127.0.0.1', PORT)) and 'sent'
        """,
        expected="EPERM",
    ),
    Attack(
        name="44 unix",
        code="""
        import socket
        s = socket.socket(socket.AF_UNIX)
        s.connect(DOOR)
        return s.send(b'x') and 'sent'
        """,
        expected="EPERM",
    ),
    Attack(
        name="44 abstract unix",
        code="""
        import socket
        s = socket.socket(socket.AF_UNIX)
        s.connect('\\0' + NAME)
        return s.send(b'x') and 'sent'
        """,
        expected="EPERM",
    ),
    Attack(
        name="45 vsock",
        code="import socket; return socket.socket(40, 1) and 'granted'",
        expected="EPERM",
    ),
    Attack(
        name="46 socketpair",
        code="import socket; return socket.socketpair() and 'a pair inside'",
        expected="EPERM",
    ),
    Attack(
        name="47 raw",
        code="""
        import socket
        kind = socket.SOCK_RAW
        return socket.socket(socket.AF_INET, kind, 1) and 'granted'
        """,
        expected="EPERM",
    ),
)

BEYOND = (
    Attack(
        name="own: netlink",
        code="""
        import socket
        s = socket.socket(16, 3, 0)
        s.send(bytes.fromhex('14000000120001030000000000000000') + bytes(4))
        seen = s.recv(65536)
        return 'granted' if seen.count(b'\\x03\\x00') > 1 and b'eth' in seen else 'lo'
        """,
        expected="EPERM",
        lesson="it tells the host's network cards where no namespace hides them",
    ),
    Attack(
        name="own: the kernel's crypto sockets",
        code="import socket; return socket.socket(38, 5) and 'granted'",
        expected="EPERM",
        lesson="AF_ALG is kernel code nobody here needs",
    ),
)
