"""Sends a frame into a tap interface again and again: send.py INTERFACE FRAME COUNT PEER...

Prints how many nanoseconds of processor time a frame took: the kernel leads it over the bridge, through all rules, before
the write returns. Keeps the taps of the peers open, as their guests would, and reads nothing from them.
"""

import fcntl
import os
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP = 2
IFF_NO_PI = 0x1000
WARM_UP = 1000


def tap(name):
    """Opens the tap interface of that name."""
    opened = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(opened, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return opened


name, frame, count = sys.argv[1], bytes.fromhex(sys.argv[2]), int(sys.argv[3])
peers = [tap(peer) for peer in sys.argv[4:]]
guest = tap(name)
write = os.write
for _ in range(WARM_UP):
    write(guest, frame)
start = time.process_time_ns()
for _ in range(count):
    write(guest, frame)
print((time.process_time_ns() - start) // count)
