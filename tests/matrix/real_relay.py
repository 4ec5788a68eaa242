"""A relay between the client and a real server: it counts, and it can cut or hold back what goes through."""

from __future__ import annotations

import contextlib
import socket
import threading

CHUNK = 65_536


class Relay:
    """Passes bytes on to a port of this machine.

    Attributes:
        cut_after: how many bytes of the responses pass over the first connection, before it ends; None for all.
        hold_last: whether the last byte of what the client sends over the first connection is held back.
        received: how many bytes came from the server, a number for each connection.
        port: where the client is to connect to.
    """

    def __init__(self, target: int, *, cut_after: int | None = None, hold_last: bool = False) -> None:
        self.cut_after = cut_after
        self.hold_last = hold_last
        self.received: list[int] = []
        self._target = target
        self._ended = 0
        self._change = threading.Condition()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Relay:
        self._start(self._accept)
        return self

    def __exit__(self, *exc_info: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # which ends `accept`
        self._threads[0].join()
        self._listener.close()
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join()
        for sock in self._sockets:
            sock.close()

    @property
    def connections(self) -> int:
        """How many connections the client has made."""
        return len(self.received)

    def wait_for_end(self, count: int = 1) -> None:
        """Wait until the server has ended so many connections, and the client can know it."""
        with self._change:
            assert self._change.wait_for(lambda: self._ended >= count, timeout=10)

    def _start(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._sockets.append(client)
            number = self.connections
            self.received.append(0)
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.shutdown(socket.SHUT_RDWR)
                continue
            self._sockets.append(server)
            for sock in (client, server):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._start(self._to_server, client, server, number)
            self._start(self._to_client, client, server, number)

    def _to_server(self, client: socket.socket, server: socket.socket, number: int) -> None:
        held = b""
        with contextlib.suppress(OSError):
            while data := client.recv(CHUNK):
                data = held + data
                held = data[-1:] if self.hold_last and number == 0 else b""
                server.sendall(data[: len(data) - len(held)])
            server.shutdown(socket.SHUT_WR)

    def _to_client(self, client: socket.socket, server: socket.socket, number: int) -> None:
        left = self.cut_after if number == 0 else None
        with contextlib.suppress(OSError):
            while data := server.recv(CHUNK):
                self.received[number] += len(data)
                if left is not None:
                    data = data[:left]
                    left -= len(data)
                client.sendall(data)
                if left == 0:
                    break
        for sock in (client, server):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        with self._change:
            self._ended += 1
            self._change.notify_all()
