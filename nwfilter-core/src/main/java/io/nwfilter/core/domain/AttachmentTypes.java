package io.nwfilter.core.domain;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.function.Function;

/** The types of interfaces that have a class of their own. */
final class AttachmentTypes {

  private static final Map<String, Function<Map<String, String>, Attachment>> TYPES = types();

  /** {@code vds} is for hypervisors that have no filters. */
  static final ImmutableSet<String> KNOWN =
      ImmutableSet.<String>builder().addAll(TYPES.keySet()).add("vds").build();

  private AttachmentTypes() {}

  static Attachment of(String type, Map<String, String> source) {
    Function<Map<String, String>, Attachment> known = TYPES.get(type);
    return known == null ? new Attachment.Other(type, source) : known.apply(source);
  }

  static boolean isKnown(String type) {
    return TYPES.containsKey(type);
  }

  private static Map<String, Function<Map<String, String>, Attachment>> types() {
    ImmutableMap.Builder<String, Function<Map<String, String>, Attachment>> types =
        ImmutableMap.builder();
    types.put("network", Attachment.Network::new);
    types.put("bridge", Attachment.Bridge::new);
    types.put("ethernet", Attachment.Ethernet::new);
    types.put("direct", Attachment.Direct::new);
    types.put("user", Attachment.User::new);
    types.put("vhostuser", Attachment.VhostUser::new);
    types.put("hostdev", Attachment.HostDevice::new);
    types.put("internal", Attachment.Internal::new);
    types.put("vdpa", Attachment.Vdpa::new);
    types.put("null", Attachment.Unconnected::new);
    for (Attachment.Socket.Kind kind : Attachment.Socket.Kind.values()) {
      types.put(kind.toString(), source -> new Attachment.Socket(kind, source));
    }
    return types.buildOrThrow();
  }
}
