package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the DNS server of a network knows and does (libvirt: Network XML, {@code <dns>}).
 *
 * @param enable whether there is one; empty for the default, which is that there is
 * @param forwardPlainNames whether names without a domain are forwarded; empty if the document does
 *     not say
 * @param forwarders other servers, in order
 * @param texts TXT records, in order
 * @param services SRV records, in order
 * @param hosts names of addresses, in order
 */
public record NetworkDns(
    Optional<Boolean> enable,
    Optional<Boolean> forwardPlainNames,
    List<Forwarder> forwarders,
    List<Txt> texts,
    List<Srv> services,
    List<Host> hosts) {

  /**
   * Checks the components.
   *
   * @param enable whether there is one
   * @param forwardPlainNames whether names without a domain are forwarded
   * @param forwarders other servers, in order
   * @param texts TXT records, in order
   * @param services SRV records, in order
   * @param hosts names of addresses, in order
   */
  public NetworkDns {
    requireNonNull(enable, "enable");
    requireNonNull(forwardPlainNames, "forwardPlainNames");
    forwarders = ImmutableList.copyOf(requireNonNull(forwarders, "forwarders"));
    texts = ImmutableList.copyOf(requireNonNull(texts, "texts"));
    services = ImmutableList.copyOf(requireNonNull(services, "services"));
    hosts = ImmutableList.copyOf(requireNonNull(hosts, "hosts"));
  }

  /** A server of which a document says nothing. */
  public static final NetworkDns DEFAULT =
      new NetworkDns(
          Optional.empty(),
          Optional.empty(),
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of());

  /**
   * Another server.
   *
   * @param domain the domain that it is asked for; empty for all
   * @param address its address; empty if the domain is kept to this server
   */
  public record Forwarder(Optional<String> domain, Optional<IpAddress> address) {

    /**
     * Checks the components.
     *
     * @param domain the domain that it is asked for
     * @param address its address
     */
    public Forwarder {
      requireNonNull(domain, "domain");
      requireNonNull(address, "address");
    }
  }

  /**
   * A TXT record (RFC 1035, section 3.3.14).
   *
   * @param name the name
   * @param value the text
   */
  public record Txt(String name, String value) {

    /**
     * Checks the components.
     *
     * @param name the name
     * @param value the text
     */
    public Txt {
      requireNonNull(name, "name");
      requireNonNull(value, "value");
    }
  }

  /**
   * An SRV record (RFC 2782).
   *
   * @param service the service
   * @param protocol the protocol
   * @param domain the domain; empty for that of the network
   * @param target the host that offers it; empty for none
   * @param port the port, 1 to 65535; empty for the default of dnsmasq
   * @param priority the priority, 1 to 65535; empty for the default of dnsmasq
   * @param weight the weight, 1 to 65535; empty for the default of dnsmasq
   */
  public record Srv(
      String service,
      String protocol,
      Optional<String> domain,
      Optional<String> target,
      OptionalInt port,
      OptionalInt priority,
      OptionalInt weight) {

    /**
     * Checks the components.
     *
     * @param service the service
     * @param protocol the protocol
     * @param domain the domain
     * @param target the host that offers it
     * @param port the port, 1 to 65535
     * @param priority the priority, 1 to 65535
     * @param weight the weight, 1 to 65535
     */
    public Srv {
      requireNonNull(service, "service");
      requireNonNull(protocol, "protocol");
      requireNonNull(domain, "domain");
      requireNonNull(target, "target");
      requireNonNull(port, "port");
      requireNonNull(priority, "priority");
      requireNonNull(weight, "weight");
    }
  }

  /**
   * The names of an address.
   *
   * @param address the address
   * @param names the names, in order
   */
  public record Host(IpAddress address, List<String> names) {

    /**
     * Checks the components.
     *
     * @param address the address
     * @param names the names, in order
     */
    public Host {
      requireNonNull(address, "address");
      names = ImmutableList.copyOf(requireNonNull(names, "names"));
    }
  }
}
