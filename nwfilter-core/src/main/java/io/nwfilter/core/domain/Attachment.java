package io.nwfilter.core.domain;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an interface of a virtual machine is connected to: its {@code type} and the attributes of
 * its {@code <source>} (libvirt: Domain XML, Network interfaces). All attributes are kept as they
 * are written, in their order; what a kind knows of them it also names.
 *
 * <ul>
 *   <li>{@link Network}: {@code network}
 *   <li>{@link Bridge}: {@code bridge}
 *   <li>{@link Ethernet}: {@code ethernet}
 *   <li>{@link Direct}: {@code direct}
 *   <li>{@link User}: {@code user}
 *   <li>{@link VhostUser}: {@code vhostuser}
 *   <li>{@link HostDevice}: {@code hostdev}
 *   <li>{@link Internal}: {@code internal}
 *   <li>{@link Vdpa}: {@code vdpa}
 *   <li>{@link Unconnected}: {@code null}
 *   <li>{@link Socket}: {@code udp}, {@code mcast}, {@code server}, {@code client}
 *   <li>{@link Other}: any other type
 * </ul>
 */
public sealed interface Attachment {

  /** {@return the type as it is written, such as {@code network}} */
  String type();

  /** {@return the attributes of the source element in their order; empty if there is none} */
  Map<String, String> source();

  /**
   * {@return whether libvirt puts filters on such interfaces: only on those that are backed by a
   * tap device ({@code network}, {@code bridge}, {@code ethernet})}
   */
  boolean carriesFilters();

  /**
   * {@return the attachment of a type}
   *
   * @param type the type as it is written; case matters
   * @param source the attributes of the source element
   */
  static Attachment of(String type, Map<String, String> source) {
    return AttachmentTypes.of(type, source);
  }

  /** {@return the types that libvirt 9.0.0 knows; it refuses a machine with another one} */
  static Set<String> types() {
    return AttachmentTypes.KNOWN;
  }

  private static Optional<String> attribute(Map<String, String> source, String name) {
    return Optional.ofNullable(source.get(name));
  }

  /**
   * A virtual network of the host.
   *
   * @param source the attributes of the source element
   */
  record Network(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public Network {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    /**
     * {@return an attachment to a network}
     *
     * @param name the name of the network
     */
    public static Network named(String name) {
      return new Network(ImmutableMap.of("network", name));
    }

    /** {@return the name of the network, if given} */
    public Optional<String> name() {
      return attribute(source, "network");
    }

    /** {@return the group of its ports, if given} */
    public Optional<String> portgroup() {
      return attribute(source, "portgroup");
    }

    @Override
    public String type() {
      return "network";
    }

    @Override
    public boolean carriesFilters() {
      return true;
    }
  }

  /**
   * A bridge of the host.
   *
   * @param source the attributes of the source element
   */
  record Bridge(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public Bridge {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    /**
     * {@return an attachment to a bridge}
     *
     * @param name the name of the bridge
     */
    public static Bridge named(String name) {
      return new Bridge(ImmutableMap.of("bridge", name));
    }

    /** {@return the name of the bridge, if given} */
    public Optional<String> name() {
      return attribute(source, "bridge");
    }

    @Override
    public String type() {
      return "bridge";
    }

    @Override
    public boolean carriesFilters() {
      return true;
    }
  }

  /**
   * A tap device that a script or the user connects.
   *
   * @param source the attributes of the source element
   */
  record Ethernet(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public Ethernet {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    @Override
    public String type() {
      return "ethernet";
    }

    @Override
    public boolean carriesFilters() {
      return true;
    }
  }

  /**
   * A device of the host, by macvtap.
   *
   * @param source the attributes of the source element
   */
  record Direct(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public Direct {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    /** {@return the device of the host, if given} */
    public Optional<String> dev() {
      return attribute(source, "dev");
    }

    /**
     * {@return how its guests reach each other: {@code vepa}, {@code bridge}, {@code private} or
     * {@code passthrough}, if given}
     */
    public Optional<String> mode() {
      return attribute(source, "mode");
    }

    @Override
    public String type() {
      return "direct";
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }

  /**
   * Address translation without privileges, by the emulator or passt.
   *
   * @param source the attributes of the source element
   */
  record User(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public User {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    /** {@return the device of the host whose addresses passt uses, if given} */
    public Optional<String> dev() {
      return attribute(source, "dev");
    }

    @Override
    public String type() {
      return "user";
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }

  /**
   * A socket of another process, such as a software switch.
   *
   * @param source the attributes of the source element
   */
  record VhostUser(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public VhostUser {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    /** {@return the path of the socket, if given} */
    public Optional<String> path() {
      return attribute(source, "path");
    }

    /** {@return which end listens: {@code server} or {@code client}, if given} */
    public Optional<String> mode() {
      return attribute(source, "mode");
    }

    @Override
    public String type() {
      return "vhostuser";
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }

  /**
   * A PCI device of the host that is passed through.
   *
   * @param source the attributes of the source element
   */
  record HostDevice(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public HostDevice {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    @Override
    public String type() {
      return "hostdev";
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }

  /**
   * A network inside the hypervisor.
   *
   * @param source the attributes of the source element
   */
  record Internal(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public Internal {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    /** {@return the name of the network, if given} */
    public Optional<String> name() {
      return attribute(source, "name");
    }

    @Override
    public String type() {
      return "internal";
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }

  /**
   * A vDPA device of the host.
   *
   * @param source the attributes of the source element
   */
  record Vdpa(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public Vdpa {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    /** {@return the path of its character device, if given} */
    public Optional<String> dev() {
      return attribute(source, "dev");
    }

    @Override
    public String type() {
      return "vdpa";
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }

  /**
   * Nothing: the guest has a device that is connected to nothing.
   *
   * @param source the attributes of the source element
   */
  record Unconnected(Map<String, String> source) implements Attachment {

    /**
     * Checks that attributes are given.
     *
     * @param source the attributes of the source element
     */
    public Unconnected {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    @Override
    public String type() {
      return "null";
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }

  /**
   * A network among emulators, by sockets.
   *
   * @param kind what kind of sockets
   * @param source the attributes of the source element
   */
  record Socket(Kind kind, Map<String, String> source) implements Attachment {

    /** The kinds of sockets. */
    public enum Kind {
      /** A tunnel of datagrams to one other end. */
      UDP,
      /** Datagrams to a multicast group. */
      MCAST,
      /** A stream that others connect to. */
      SERVER,
      /** A stream that is connected to a server. */
      CLIENT;

      /** {@return the type as it is written} */
      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /**
     * Checks that all components are given.
     *
     * @param kind what kind of sockets
     * @param source the attributes of the source element
     */
    public Socket {
      requireNonNull(kind, "kind");
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
    }

    /** {@return the address, if given} */
    public Optional<String> address() {
      return attribute(source, "address");
    }

    /** {@return the port as it is written, if given} */
    public Optional<String> port() {
      return attribute(source, "port");
    }

    @Override
    public String type() {
      return kind.toString();
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }

  /**
   * Any other type.
   *
   * @param type the type as it is written
   * @param source the attributes of the source element
   */
  record Other(String type, Map<String, String> source) implements Attachment {

    /**
     * Checks the type.
     *
     * @param type the type as it is written
     * @param source the attributes of the source element
     * @throws IllegalArgumentException if the type is that of another kind of attachment
     */
    public Other {
      source = ImmutableMap.copyOf(requireNonNull(source, "source"));
      if (AttachmentTypes.isKnown(type)) {
        throw new IllegalArgumentException("the type '" + type + "' has its own class");
      }
    }

    @Override
    public boolean carriesFilters() {
      return false;
    }
  }
}
