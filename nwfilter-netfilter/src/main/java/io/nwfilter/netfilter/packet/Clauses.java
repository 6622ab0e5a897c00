package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.packet.Words.Word;
import java.util.Map;
import java.util.Set;

/** Reads the part of a text that says of which kind the packet is. */
final class Clauses {

  static final ImmutableBiMap<String, LayerType> PROTOCOLS =
      ImmutableBiMap.<String, LayerType>builder()
          .put("tcp", LayerType.TCP)
          .put("udp", LayerType.UDP)
          .put("udplite", LayerType.UDP_LITE)
          .put("sctp", LayerType.SCTP)
          .put("dccp", LayerType.DCCP)
          .put("icmp", LayerType.ICMP)
          .put("icmpv6", LayerType.ICMPV6)
          .put("igmp", LayerType.IGMP)
          .put("esp", LayerType.ESP)
          .put("ah", LayerType.AH)
          .put("arp", LayerType.ARP)
          .put("rarp", LayerType.RARP)
          .put("stp", LayerType.STP)
          .put("llc", LayerType.LLC)
          .put("snap", LayerType.SNAP)
          .put("ip", LayerType.IPV4)
          .put("ip6", LayerType.IPV6)
          .put("ether", LayerType.ETHERNET)
          .buildOrThrow();

  /** The words that start such a part. */
  static final ImmutableSet<String> WORDS =
      ImmutableSet.<String>builder().addAll(PROTOCOLS.keySet()).addAll(ReadyMade.WORDS).build();

  private static final ImmutableSet<String> ANNOUNCE = ImmutableSet.of("announce");
  private static final int REQUEST = 1;

  private final Words words;

  Clauses(Words words) {
    this.words = words;
  }

  static LayerType type(String word) {
    return PROTOCOLS.getOrDefault(word, LayerType.PAYLOAD);
  }

  static boolean needsPorts(String word) {
    return type(word).hasPorts();
  }

  /** Reads what follows the first word. */
  Clause read(Word word) {
    if (ReadyMade.WORDS.contains(word.text())) {
      return new ReadyMade(words).read(word);
    }
    LayerType type = type(word.text());
    return switch (type) {
      case TCP, UDP, UDP_LITE, SCTP, DCCP -> fixed(ports(type));
      case ICMP, ICMPV6 -> fixed(icmp(type));
      case IGMP -> fixed(igmp());
      case ESP, AH -> fixed(ends(type).add(Layer.of(type)).build());
      case IPV4, IPV6 -> fixed(ends(type).build());
      case ARP, RARP -> arp(type);
      case STP -> fixed(stp());
      case LLC ->
          fixed(
              ImmutableList.of(
                  Layer.of(LayerType.LLC).with(Slot.LLC_DESTINATION, 0).with(Slot.LLC_SOURCE, 0)));
      case SNAP -> fixed(ImmutableList.of(Layer.of(LayerType.LLC), Layer.of(LayerType.SNAP)));
      default -> fixed(ImmutableList.of());
    };
  }

  static Clause fixed(ImmutableList<Layer> layers) {
    return (source, destination) -> layers;
  }

  /** Reads both ends of a packet without ports. */
  private ImmutableList.Builder<Layer> ends(LayerType type) {
    IpAddress source = Endpoint.readAddress(words, words.take("the source address"));
    words.expect(">");
    Word word = words.take("the destination address");
    IpAddress destination = Endpoint.readAddress(words, word);
    Layer ip = words.read(word, text -> Layer.ip(source, destination));
    LayerType wanted =
        switch (type) {
          case ICMP, IGMP, IPV4 -> LayerType.IPV4;
          case ICMPV6, IPV6 -> LayerType.IPV6;
          default -> ip.type();
        };
    if (ip.type() != wanted) {
      throw words.wrong(
          word,
          "'" + type.word() + "' has addresses of " + (wanted == LayerType.IPV4 ? "IPv4" : "IPv6"));
    }
    return ImmutableList.<Layer>builder().add(ip);
  }

  private ImmutableList<Layer> ports(LayerType type) {
    int flags = type == LayerType.TCP ? flags() : 0;
    Word first = words.take("the source address and port");
    Endpoint source = Endpoint.read(words, first);
    words.expect(">");
    Word word = words.take("the destination address and port");
    Endpoint destination = Endpoint.read(words, word);
    if (source.hasPort() != destination.hasPort()) {
      throw words.wrong(source.hasPort() ? word : first, "a port is missing");
    }
    Layer ip = words.read(word, text -> Layer.ip(source.address(), destination.address()));
    if (!source.hasPort()) { // a later fragment, or it is refused afterwards
      Slot protocol = ip.type() == LayerType.IPV4 ? Slot.IPV4_PROTOCOL : Slot.IPV6_NEXT;
      return ImmutableList.of(ip.with(protocol, type.protocol()));
    }
    Layer ports = Layer.ports(type, source.port(), destination.port());
    return ImmutableList.of(ip, type == LayerType.TCP ? ports.with(Slot.TCP_FLAGS, flags) : ports);
  }

  /** Reads the control bits of TCP; without any, the packet opens a connection. */
  private int flags() {
    Word word = words.peek();
    Integer flags = MessageNames.flags(word.text());
    if (flags == null
        && !word.text().isEmpty()
        && Character.isLetter(word.text().charAt(0))
        && word.text().indexOf(':') < 0) {
      throw words.unknown(
          word, MessageNames.flagNames().keySet(), "a control bit of TCP, such as syn,ack");
    }
    if (flags == null) {
      return 2;
    }
    words.take("the control bits");
    return flags;
  }

  private int message(LayerType type) {
    Word word = words.take("the message");
    Map<String, Integer> names = MessageNames.of(type);
    Integer known = names.get(word.text().replace("neighbour", "neighbor"));
    if (known != null) {
      return known;
    }
    if (!word.text().isEmpty() && !Character.isDigit(word.text().charAt(0))) {
      throw words.unknown(word, names.keySet(), "a message of '" + type.word() + "'");
    }
    int slash = word.text().indexOf('/');
    String first = slash < 0 ? word.text() : word.text().substring(0, slash);
    String second = slash < 0 ? "0" : word.text().substring(slash + 1);
    int upper = words.read(word, text -> (int) TextValues.number(first, 255));
    return upper << 8 | words.read(word, text -> (int) TextValues.number(second, 255));
  }

  private ImmutableList<Layer> icmp(LayerType type) {
    int message = message(type);
    ImmutableList.Builder<Layer> layers =
        ends(type).add(Layer.icmp(type, message >> 8, message & 0xff));
    if (type == LayerType.ICMPV6 && (message >> 8 == 135 || message >> 8 == 136)) {
      layers.add(Layer.of(LayerType.NEIGHBOR));
    }
    return layers.build();
  }

  private ImmutableList<Layer> igmp() {
    Word word = words.take("the type");
    Integer known = MessageNames.of(LayerType.IGMP).get(word.text());
    if (known == null && (word.text().isEmpty() || !Character.isDigit(word.text().charAt(0)))) {
      throw words.unknown(word, MessageNames.of(LayerType.IGMP).keySet(), "a message of 'igmp'");
    }
    long type = known != null ? known : words.read(word, text -> TextValues.number(text, 255));
    return ends(LayerType.IGMP).add(Layer.of(LayerType.IGMP).with(Slot.IGMP_TYPE, type)).build();
  }

  private ImmutableList<Layer> stp() {
    Word word = words.take("config or tcn");
    Map<String, Integer> types = MessageNames.of(LayerType.STP);
    if (!types.containsKey(word.text())) {
      throw words.unknown(word, types.keySet(), "a BPDU: config or tcn");
    }
    Layer llc =
        Layer.of(LayerType.LLC).with(Slot.LLC_DESTINATION, 0x42).with(Slot.LLC_SOURCE, 0x42);
    Layer stp = Layer.of(LayerType.STP);
    return ImmutableList.of(
        llc,
        word.is("config")
            ? stp
            : new Layer(LayerType.STP, Octets.parse("00000080"), ImmutableSet.of()));
  }

  /** Reads ARP: {@code who-has A tell B}, {@code reply A is-at M}, {@code announce A}. */
  private Clause arp(LayerType type) {
    boolean rarp = type == LayerType.RARP;
    Word word = words.take("the operation");
    Map<String, Integer> operations = MessageNames.of(type);
    if (word.is("announce") && !rarp) {
      Bits address = ipv4();
      return arp(type, REQUEST, address, address, Bits.ZERO, false);
    }
    Integer operation = operations.get(word.text());
    if (operation == null) {
      Set<String> known = rarp ? operations.keySet() : Sets.union(operations.keySet(), ANNOUNCE);
      throw words.unknown(word, known, "an operation of '" + type.word() + "'");
    }
    if (word.is("who-has")) {
      Bits target = ipv4();
      words.expect("tell");
      return arp(type, operation, ipv4(), target, Bits.ZERO, false);
    }
    if (word.is("reply")) {
      Bits address = ipv4();
      words.expect("is-at");
      Bits mac = words.read("a MAC address", text -> TextValues.value(Slot.ARP_SENDER_MAC, text));
      return rarp
          ? arp(type, operation, Bits.ZERO, address, mac, false)
          : arp(type, operation, address, Bits.ZERO, mac, true);
    }
    Bits mac = words.read("a MAC address", text -> TextValues.value(Slot.ARP_TARGET_MAC, text));
    return arp(type, operation, Bits.ZERO, Bits.ZERO, mac, false);
  }

  private Bits ipv4() {
    return words.read("an IPv4 address", text -> Bits.of(Ipv4Address.parseDottedQuad(text)));
  }

  /** {@return a message whose sender is that of the frame, unless it has told its address} */
  private static Clause arp(
      LayerType type, int operation, Bits sender, Bits target, Bits mac, boolean isSender) {
    Layer message =
        Layer.of(type)
            .with(Slot.ARP_OPERATION, operation)
            .with(Slot.ARP_SENDER_IP, sender)
            .with(Slot.ARP_TARGET_IP, target);
    return (source, destination) ->
        ImmutableList.of(
            isSender
                ? message
                    .with(Slot.ARP_SENDER_MAC, mac)
                    .with(Slot.ARP_TARGET_MAC, destination.orElse(Bits.ZERO))
                : message.with(Slot.ARP_SENDER_MAC, source).with(Slot.ARP_TARGET_MAC, mac));
  }
}
