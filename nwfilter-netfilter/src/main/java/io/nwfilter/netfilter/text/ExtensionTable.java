package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Optional;

/**
 * Extensions that are known, with those of their options that ask for no field of a packet
 * (iptables-extensions(8), ebtables(8)).
 */
final class ExtensionTable {

  private static final ImmutableMap<String, Extension> FRAME_MATCHES =
      ImmutableMap.of(
          "limit",
          Extension.PLAIN.words("limit", "limit-burst"),
          "log",
          Extension.PLAIN
              .with("log-prefix", OptionShape.text("log-prefix"))
              .words("log-level")
              .flags("log", "log-ip", "log-arp", "log-ip6"),
          "nflog",
          Extension.PLAIN
              .with("nflog-prefix", OptionShape.text("nflog-prefix"))
              .flags("nflog")
              .words("nflog-group", "nflog-range", "nflog-threshold"),
          "mark",
          Extension.PLAIN.words("mark"));

  private static final ImmutableMap<String, String> FRAME_OPTIONS = owners(FRAME_MATCHES);

  private ExtensionTable() {}

  private static ImmutableMap<String, String> owners(ImmutableMap<String, Extension> extensions) {
    ImmutableMap.Builder<String, String> owners = ImmutableMap.builder();
    extensions.forEach(
        (name, extension) -> extension.options().keySet().forEach(o -> owners.put(o, name)));
    return owners.buildOrThrow();
  }

  /** {@return a match extension, if it is known} */
  static Optional<Extension> match(Family family, String extension) {
    return Optional.ofNullable(
        (family == Family.BRIDGE ? FRAME_MATCHES : PacketExtensions.MATCHES).get(extension));
  }

  /** {@return whether a match extension is known} */
  static boolean isKnown(Family family, String extension) {
    return match(family, extension).isPresent();
  }

  /** {@return the words after an option of a match extension, if both are known} */
  static Optional<OptionShape> option(Family family, String extension, String name) {
    return match(family, extension)
        .flatMap(known -> Optional.ofNullable(known.options().get(name)));
  }

  /** {@return a target of iptables, if it is known} */
  static Optional<Extension> target(String target) {
    return Optional.ofNullable(PacketExtensions.TARGETS.get(target));
  }

  /** {@return whether a target of iptables is known} */
  static boolean isKnownTarget(String target) {
    return target(target).isPresent();
  }

  /** {@return the words after an option of a target of iptables, if both are known} */
  static Optional<OptionShape> targetOption(String target, String name) {
    return target(target).flatMap(known -> Optional.ofNullable(known.options().get(name)));
  }

  /** {@return the extension of ebtables that has an option} */
  static Optional<String> frameExtension(String name) {
    return Optional.ofNullable(FRAME_OPTIONS.get(name));
  }
}
