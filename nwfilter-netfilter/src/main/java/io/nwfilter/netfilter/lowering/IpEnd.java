package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.netfilter.packet.Field;

/** An end of a packet, which has an address of either family. */
enum IpEnd {
  SOURCE,
  DESTINATION;

  /** {@return the field of this end that an address can be a value of} */
  Field field(IpAddress address) {
    boolean ipv4 = address.length() == Field.IPV4_SOURCE.width();
    return switch (this) {
      case SOURCE -> ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
      case DESTINATION -> ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
    };
  }

  IpEnd opposite() {
    return this == SOURCE ? DESTINATION : SOURCE;
  }
}
