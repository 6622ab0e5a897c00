package io.nwfilter.netfilter.diagram;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The texts in pictures, which each form of picture escapes in its own way. */
final class Labels {

  private static final int MOST_NETWORKS = 3;
  private static final int FIRST_MACHINES = 2;
  private static final int LONGEST_NAME = 40;

  private Labels() {}

  /** {@return the lines in the box of a chain} */
  static ImmutableList<String> lines(DrawnChain chain) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(chain.name());
    if (!chain.exists()) {
      return lines.add("does not exist").build();
    }
    chain
        .policy()
        .filter(policy -> chain.base().isPresent() || policy != chain.family().chainEnd())
        .ifPresent(policy -> lines.add("policy " + policy));
    if (chain.isCollapsed()) {
      lines.add(machines(chain.owners()) + ", " + count(chain.rules(), "rule") + " each");
      lines.add(first(chain.owners()));
    } else {
      lines.add(rules(chain));
    }
    if (chain.hooks().isEmpty()) {
      lines.add("never called");
    }
    return lines.build();
  }

  /** {@return what an arrow says} */
  static String of(DrawnJump jump) {
    String kind = jump.kind().name().toLowerCase(Locale.ROOT);
    return jump.rules() == 1 ? kind : kind + " ×" + jump.rules();
  }

  private static String rules(DrawnChain chain) {
    if (chain.rules() == 0) {
      return "no rules";
    }
    List<String> parts = parts(chain.rulesByOwner());
    String count = count(chain.rules(), "rule");
    return parts.size() == 1
        ? count + parts.get(0).substring(parts.get(0).indexOf(' '))
        : count + ": " + String.join(", ", parts);
  }

  /** {@return such as "3 of the host", by kind} */
  private static List<String> parts(Map<Owner, Integer> rules) {
    ImmutableListMultimap<Owner.Kind, Owner> byKind = Multimaps.index(rules.keySet(), Owner::kind);
    List<String> parts = new ArrayList<>();
    for (Owner.Kind kind : Owner.Kind.values()) {
      List<Owner> owners = byKind.get(kind);
      if (kind == Owner.Kind.NETWORK && owners.size() <= MOST_NETWORKS) {
        owners.forEach(owner -> parts.add(part(List.of(owner), rules)));
      } else if (!owners.isEmpty()) {
        parts.add(part(owners, rules));
      }
    }
    return parts;
  }

  private static String part(List<Owner> owners, Map<Owner, Integer> rules) {
    long count = owners.stream().mapToLong(owner -> rules.getOrDefault(owner, 0)).sum();
    return count + " of " + name(owners);
  }

  private static String name(List<Owner> owners) {
    return switch (owners.get(0).kind()) {
      case HOST -> "the host";
      case LIBVIRT -> "libvirt";
      case NETWORK ->
          owners.size() == 1 ? "network " + single(owners.get(0)) : owners.size() + " networks";
      case MACHINE -> owners.size() == 1 ? single(owners.get(0)) : machines(owners);
    };
  }

  private static String single(Owner owner) {
    return owner.name().isEmpty()
        ? owner.device()
        : shortened(owner.name()) + " (" + owner.device() + ")";
  }

  private static String first(List<Owner> owners) {
    String names =
        owners.stream()
            .map(owner -> owner.name().isEmpty() ? owner.device() : shortened(owner.name()))
            .distinct()
            .limit(FIRST_MACHINES)
            .collect(Collectors.joining(", "));
    return owners.size() > FIRST_MACHINES ? names + ", …" : names;
  }

  private static String machines(Collection<Owner> owners) {
    String interfaces = count(owners.size(), "interface");
    if (owners.stream().anyMatch(owner -> owner.name().isEmpty())) {
      return interfaces;
    }
    int machines = owners.stream().map(Owner::name).collect(Collectors.toSet()).size();
    String all = count(machines, "machine");
    return machines == owners.size() ? all : interfaces + " of " + all;
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** Names of machines are of any length, and may have any characters. */
  private static String shortened(String name) {
    int[] shown = name.codePoints().limit(LONGEST_NAME).toArray();
    String start = new String(shown, 0, shown.length);
    return Diagnostic.printable(start.length() == name.length() ? name : start + "…");
  }
}
