"""A signal that ends the local cloud ends it at once, whichever of its threads the kernel gives it to."""
import signal
import socket
import threading

import pytest

from localcloud import wire


@pytest.fixture
def server():
    """A wire.Server that does not serve yet; SIGUSR1 does nothing."""
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield wire.Server(listening, None)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGUSR1, before)


def test_a_signal_that_another_thread_receives_wakes_the_server(server):
    server.wake_for_signals()
    server._bell.setblocking(False)
    receiver = threading.Thread(target=lambda: signal.pthread_kill(threading.get_ident(), signal.SIGUSR1))
    receiver.start()
    receiver.join()
    assert server._bell.recv(16) == bytes([signal.SIGUSR1])  # for which serve_forever waits
