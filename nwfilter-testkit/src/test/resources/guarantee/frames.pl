# Sends each frame of standard input, "DEV HEX" a line, and prints the devices that got it.
# Usage: frames.pl DEV…
use strict;
use Socket;

use constant { PF_PACKET => 17, ALL => unpack('S', pack('n', 3)), SIOCGIFINDEX => 0x8933 };
use constant { WAIT => 0.08, OUTGOING => 4 };

my %socket;
for my $device (@ARGV) {
  socket(my $socket, PF_PACKET, SOCK_RAW, ALL) or die "socket: $!";
  my $request = pack('a16x24', $device);
  ioctl($socket, SIOCGIFINDEX, $request) or die "$device: $!";
  my $address = pack('SSiSCCa8', PF_PACKET, ALL, unpack('x16i', $request), 0, 0, 0, '');
  bind($socket, $address) or die "bind: $!";
  $socket{$device} = $socket;
}

# The kernel takes the outer tag off a frame before a socket gets it.
sub without_tag {
  my ($frame) = @_;
  my $type = unpack('x12n', $frame);
  return $type == 0x8100 || $type == 0x88a8
    ? substr($frame, 0, 12) . substr($frame, 16)
    : $frame;
}

sub receive {
  my ($device) = @_;
  my $from = recv($socket{$device}, my $frame, 65536, 0);
  return unpack('x10C', $from) == OUTGOING ? '' : $frame;
}

$| = 1;
while (my $line = <STDIN>) {
  chomp $line;
  my ($sender, $hex) = split / /, $line;
  my $frame = pack('H*', $hex);
  send($socket{$sender}, $frame, 0) or die "send: $!";
  my %got;
  while (1) {
    my $ready = '';
    vec($ready, fileno($_), 1) = 1 for values %socket;
    last if select($ready, undef, undef, WAIT) <= 0;
    for my $device (keys %socket) {
      next unless vec($ready, fileno($socket{$device}), 1);
      my $received = receive($device);
      $got{$device} = 1 if $received eq $frame || $received eq without_tag($frame);
    }
  }
  print join(' ', sort keys %got), "\n";
}
