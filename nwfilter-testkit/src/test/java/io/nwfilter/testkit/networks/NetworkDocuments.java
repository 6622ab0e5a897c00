package io.nwfilter.testkit.networks;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Documents of networks that libvirt starts. */
public final class NetworkDocuments {

  /** An address with a mask. */
  public static final String IP = "<ip address='192.168.100.1' netmask='255.255.255.0'/>";

  /** Another one, with a prefix. */
  public static final String OTHER = "<ip address='10.9.8.77' prefix='26'/>";

  /** An address of IPv6. */
  public static final String IPV6 = "<ip family='ipv6' address='2001:db8:1::1' prefix='64'/>";

  private static final String OTHER_IPV6 = "<ip family='ipv6' address='fd00:aa::5' prefix='126'/>";

  /** An address with a range of DHCP. */
  public static final String DHCP =
      "<ip address='192.168.100.1' prefix='24'><dhcp>"
          + "<range start='192.168.100.2' end='192.168.100.9'/></dhcp></ip>";

  private static final String DHCP_HOST =
      "<ip address='172.16.5.1' prefix='23'><dhcp>"
          + "<host mac='52:54:00:00:00:01' ip='172.16.5.9'/></dhcp></ip>";
  private static final String DHCP_EMPTY = "<ip address='192.168.100.1' prefix='24'><dhcp/></ip>";
  private static final String TFTP =
      "<ip address='192.168.101.1' prefix='24'><tftp root='/tmp'/></ip>";
  private static final String BOTH =
      "<ip address='192.168.100.1' prefix='24'><tftp root='/tmp'/><dhcp>"
          + "<range start='192.168.100.2' end='192.168.100.9'/></dhcp></ip>";

  private static final List<String> ADDRESSES =
      List.of(
          IP,
          IP + OTHER,
          IPV6,
          OTHER + IPV6 + IP + OTHER_IPV6,
          DHCP,
          DHCP + TFTP,
          TFTP + DHCP_HOST,
          BOTH + IPV6,
          DHCP_EMPTY + TFTP);

  private static final List<String> FORWARDS =
      List.of(
          "",
          "<forward mode='nat'/>",
          "<forward mode='route' dev='eth7'/>",
          "<forward mode='nat' dev='eth7'><nat ipv6='yes'><port start='500' end='1000'/></nat>"
              + "</forward>",
          "<forward mode='open'/>");

  private NetworkDocuments() {}

  /** {@return a network of the name {@code n}} */
  public static String network(String attributes, String body) {
    return "<network" + attributes + "><name>n</name>" + body + "</network>";
  }

  /** {@return every kind of forwarding with every kind of addresses} */
  public static Stream<String> everyModeWithEveryAddress() {
    return FORWARDS.stream()
        .flatMap(forward -> ADDRESSES.stream().map(ip -> network("", forward + ip)));
  }

  /** {@return forwarding, addresses and other elements at their limits} */
  public static Stream<String> special() {
    String ipv6 = " ipv6='yes'";
    List<String> networks = new ArrayList<>();
    networks.add(network("", ""));
    networks.add(network(ipv6, ""));
    networks.add(network(ipv6, IP));
    networks.add(network(ipv6, "<forward mode='nat'/>" + IP));
    networks.add(network(ipv6, "<forward mode='route'/>" + IP + IPV6));
    networks.add(network("", "<bridge name='br-test.1'/><forward mode='none'/>" + IP));
    networks.add(network("", "<forward/><dns enable='no'/>" + IP));
    networks.add(network("", "<forward dev='eth7'/>" + IP));
    networks.add(network("", "<forward mode='nat'><interface dev='eth7'/></forward>" + IP));
    networks.add(
        network("", "<forward mode='route' dev='e1'><interface dev='e1'/></forward>" + IP));
    networks.add(network("", nat("<address start='1.2.3.4' end='1.2.3.9'/>") + IP));
    networks.add(network("", nat("<address start='1.2.3.4' end='1.2.3.4'/>") + IP + IPV6));
    networks.add(
        network(
            "",
            nat("<address start='1.2.0.0' end='1.2.255.255'/><port start='1' end='65535'/>") + IP));
    networks.add(network("", nat("<port start='0' end='65535'/>") + IP));
    networks.add(network("", nat("<port start='0' end='0'/>") + IP));
    networks.add(network("", nat("<port start='500' end='501'/>") + OTHER));
    networks.add(network("", "<forward mode='nat'/>" + ip("192.168.100.9", 32)));
    networks.add(network("", "<forward mode='nat'/>" + ip("192.168.100.9", 31)));
    networks.add(network("", "<forward mode='nat'/>" + ip("192.168.100.9", 1)));
    networks.add(network("", "<forward mode='nat'/>" + ip("10.1.2.3", 0)));
    networks.add(network("", "<forward mode='nat'/>" + ip("172.16.5.4", 0)));
    networks.add(network("", "<forward mode='route'/><ip address='1.2.3.4' netmask='0.0.0.0'/>"));
    networks.add(network("", "<forward mode='route'/>" + ip6("2001:db8::a5", 128)));
    networks.add(network("", "<forward mode='route'/>" + ip6("2001:db8::a5", 1)));
    networks.add(network("", "<forward mode='route'/>" + ip6("2001:db8::a5", 0)));
    networks.add(network("", "<forward mode='route'/>" + ip6("::ffff:1.2.3.4", 120)));
    networks.add(
        network("", "<forward mode='nat'/>" + ip("192.168.1.1", 24) + ip("192.168.1.9", 24)));
    networks.add(network("", "<forward mode='route'/>" + ip("10.9.8.1", 24) + ip("10.9.8.1", 28)));
    networks.add(network("", "<forward mode='bridge'/><bridge name='br9'/>"));
    networks.add(network("", "<forward mode='vepa'><interface dev='eth7'/></forward>"));
    networks.add(
        network(
            "",
            "<forward mode='nat'/><domain name='example.com' localOnly='yes'/><mtu size='9000'/>"
                + "<route address='10.20.0.0' prefix='16' gateway='192.168.100.2'/>"
                + "<portgroup name='a' default='yes'/><frob x='1'/>"
                + DHCP));
    return networks.stream();
  }

  private static String nat(String body) {
    return "<forward mode='nat'><nat>" + body + "</nat></forward>";
  }

  /** {@return an IPv4 address of a bridge} */
  public static String ip(String address, int prefix) {
    return "<ip address='" + address + "' prefix='" + prefix + "'/>";
  }

  /** {@return an IPv6 address of a bridge} */
  public static String ip6(String address, int prefix) {
    return "<ip family='ipv6' address='" + address + "' prefix='" + prefix + "'/>";
  }

  /** {@return a network of another name} */
  public static String named(String name, String body) {
    return "<network><name>" + name + "</name>" + body + "</network>";
  }

  /** {@return pairs of networks that run at the same time} */
  public static Stream<List<String>> neighbours() {
    return Stream.of(
        List.of(named("a", IP), named("b", ip("192.168.100.9", 25))),
        List.of(named("a", IP), named("b", ip("192.168.7.7", 16))),
        List.of(named("a", IPV6), named("b", ip6("2001:db8:1::2", 64))),
        List.of(
            named("a", "<forward mode='bridge'/><bridge name='x0'/>"),
            named("b", "<forward mode='bridge'/><bridge name='x0'/>")),
        List.of(named("a", "<forward mode='open'/>" + IP), named("b", "<forward/>" + OTHER)));
  }

  /** Three networks whose rules come one before another. */
  private static ImmutableList<String> three() {
    return ImmutableList.of(
        named("a", "<forward mode='nat'/>" + DHCP),
        named("b", "<forward mode='route'/>" + OTHER + IPV6),
        named("c", "<bridge name='lab7'/>" + TFTP));
  }

  private static Stream<String> ipv6AndNat() {
    String range = "<address start='1.2.3.4' end='1.2.3.9'/>";
    return Stream.of(
        network("", "<forward mode='nat'><nat ipv6='yes'/></forward>" + IP + IPV6),
        network("", "<forward mode='nat'><nat ipv6='yes'/></forward>" + IPV6 + OTHER_IPV6),
        network(
            "", "<forward mode='nat'><nat ipv6='yes'>" + range + "</nat></forward>" + IP + IPV6),
        network(
            "", "<forward mode='nat' dev='eth7'><nat>" + range + "</nat></forward>" + IP + OTHER),
        network("", "<forward mode='private'><interface dev='eth7'/></forward>"),
        network("", "<forward mode='passthrough'><interface dev='eth7'/></forward>"),
        network("", "<forward mode='open'/><bridge name='lab8'/>" + IP + IPV6));
  }

  /** {@return all of these, each with those that run at the same time} */
  public static ImmutableList<ImmutableList<String>> all() {
    ImmutableList.Builder<ImmutableList<String>> all = ImmutableList.builder();
    Stream.of(everyModeWithEveryAddress(), special(), ipv6AndNat())
        .flatMap(documents -> documents)
        .distinct()
        .map(ImmutableList::of)
        .forEach(all::add);
    neighbours().map(ImmutableList::copyOf).forEach(all::add);
    return all.add(three()).build();
  }

  /** {@return one of each kind} */
  public static ImmutableList<ImmutableList<String>> few() {
    return ImmutableList.of(
        ImmutableList.of(network(" ipv6='yes'", "")),
        ImmutableList.of(network("", "<forward mode='open'/>" + IP)),
        ImmutableList.of(network("", nat("<address start='1.2.3.4' end='1.2.3.9'/>") + IP)),
        ImmutableList.of(
            network(
                "",
                "<forward mode='nat' dev='eth7'><nat ipv6='yes'><port start='500' end='1000'/>"
                    + "</nat></forward>"
                    + IP
                    + IPV6)),
        three());
  }
}
