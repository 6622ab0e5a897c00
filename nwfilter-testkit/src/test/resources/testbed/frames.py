"""Sends frames into a bridge's ports and tells where they arrive; runs in the host's namespace.

Arguments: the file of the namespace that has the other ends, a pair of interfaces there for
marks, and the interfaces there. Commands, one a line:
  send INTERFACE HEX   sends a frame; replies with "at INTERFACE HEX" for each frame that arrives
  host HEX             a process of the host sends an IP packet
  raw INTERFACE HEX    a process of the host writes a frame to one of its interfaces
  wait SECONDS         waits, and forgets what has arrived
  forget               forgets all connections
  counters FAMILY...   replies with "of FAMILY BASE64", what the -save tools of families print, and
                       of nft its ruleset
Each command ends with "done".
"""
import base64, ctypes, os, select, socket, struct, subprocess, sys, time

ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_AUXDATA = 8
PACKET_OUTGOING = 4
TP_STATUS_VLAN_VALID = 1 << 4
TP_STATUS_VLAN_TPID_VALID = 1 << 6
NETLINK_NETFILTER = 12
MARK = 0x88B5
ROUNDS = 8

processors = sorted(os.sched_getaffinity(0))
os.sched_setaffinity(0, {processors[int(os.environ.get("CPU", "0")) % len(processors)]})


def socket_on(interface):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    s.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    s.bind((interface, ETH_P_ALL))
    s.setblocking(False)
    return s


def enter(path):
    with open(path) as f:
        if ctypes.CDLL(None, use_errno=True).setns(f.fileno(), 0) != 0:
            raise OSError(ctypes.get_errno(), path)


own = open("/proc/self/ns/net")
enter(sys.argv[1])
marks = [socket_on(name) for name in sys.argv[2:4]]
ends = {name: socket_on(name) for name in sys.argv[4:]}
enter("/proc/self/fd/%d" % own.fileno())
raws = {}
netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
ip4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
ip4.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
ip6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)


def received(s):
    """The frames that a socket has got, with the tags that the kernel keeps elsewhere."""
    while True:
        try:
            data, ancillary, _, address = s.recvmsg(70000, 256)
        except BlockingIOError:
            return
        if address[2] == PACKET_OUTGOING:
            continue
        for level, kind, content in ancillary:
            if level == SOL_PACKET and kind == PACKET_AUXDATA:
                status, _, _, _, _, tci, tpid = struct.unpack("IIIHHHH", content[:20])
                if status & TP_STATUS_VLAN_VALID:
                    tpid = tpid if status & TP_STATUS_VLAN_TPID_VALID else 0x8100
                    data = data[:12] + struct.pack("!HH", tpid, tci) + data[12:]
        yield data


def settle():
    """Waits until what was sent has gone all its way: all of it passes the queue of one processor,
    so a mark that is sent after it, several times, arrives after it."""
    for number in range(ROUNDS):
        mark = b"\xff" * 6 + b"\x02\0\0\0\0\x77" + struct.pack("!HI", MARK, number) + b"\0" * 42
        marks[0].send(mark)
        arrived = False
        while not arrived:
            select.select([marks[1]], [], [], 2)
            frames = list(received(marks[1]))
            if not frames:
                raise TimeoutError("the mark did not arrive")
            arrived = any(frame[:18] == mark[:18] for frame in frames)


def arrivals():
    settle()
    for name, s in ends.items():
        for frame in received(s):
            print("at", name, frame.hex())


def forget():
    message = struct.pack("=IHHII", 20, (1 << 8) | 2, 1 | 4, 1, 0) + struct.pack("=BBH", 0, 0, 0)
    netlink.send(message)
    netlink.recv(4096)


def drain():
    settle()
    for s in ends.values():
        for _ in received(s):
            pass


def counters(families):
    """Asks all tools at the same time, on all processors."""
    tools = [
        subprocess.Popen(
            ["nft", "list", "ruleset"] if family == "nft" else [family + "-save", "-c"],
            stdout=subprocess.PIPE,
            preexec_fn=lambda: os.sched_setaffinity(0, processors),
        )
        for family in families
    ]
    for family, tool in zip(families, tools):
        text, _ = tool.communicate()
        if tool.returncode != 0:
            raise RuntimeError(family)
        print("of", family, base64.b64encode(text).decode())


def send(words):
    if words[0] == "send":
        ends[words[1]].send(bytes.fromhex(words[2]))
    elif words[0] == "raw":
        if words[1] not in raws:
            raws[words[1]] = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            raws[words[1]].bind((words[1], 0))
        raws[words[1]].send(bytes.fromhex(words[2]))
    else:
        packet = bytes.fromhex(words[1])
        if packet[0] >> 4 == 4:
            ip4.sendto(packet, (socket.inet_ntoa(packet[16:20]), 0))
        else:
            ip6.sendto(packet, (socket.inet_ntop(socket.AF_INET6, packet[24:40]), 0))


print("done", flush=True)
for line in sys.stdin:
    words = line.split()
    try:
        if words[0] in ("send", "raw", "host"):
            drain()
            try:
                send(words)
            except OSError as e:
                print("refused", e.errno)
            arrivals()
        elif words[0] == "wait":
            time.sleep(float(words[1]))
            drain()
        elif words[0] == "forget":
            forget()
        elif words[0] == "counters":
            counters(words[1:])
        print("done", flush=True)
    except Exception as e:
        print("failed", repr(e), flush=True)
        raise
