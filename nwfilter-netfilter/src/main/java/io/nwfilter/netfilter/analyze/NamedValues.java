package io.nwfilter.netfilter.analyze;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.Collection;
import java.util.Set;

/**
 * The names of interfaces and the addresses that rules name: single ones, and sets of several, of
 * which it matters which values they have.
 */
final class NamedValues {

  private final SetMultimap<FieldKind, Bits> single = LinkedHashMultimap.create();
  private final SetMultimap<FieldKind, Values> several = LinkedHashMultimap.create();
  private boolean open;

  /** Adds what a rule names. */
  void add(ChainRule rule) {
    rule.matches().forEach(this::add);
    add(rule.target());
  }

  private void add(Match match) {
    if (match instanceof FieldMatch one) {
      add(one.field().kind(), one.values(), one.field().width());
    } else if (match instanceof AmongMatch among) {
      for (AmongMatch.Member member : among.members()) {
        single.put(FieldKind.MAC, Bits.of(member.mac()));
        member.ip().ifPresent(ip -> single.put(FieldKind.IPV4, Bits.of(ip)));
      }
    } else if (match instanceof LookupMatch
        || match instanceof SetMatch
        || match instanceof StatementMatch) {
      open = true;
    }
  }

  private void add(Target target) {
    if (target instanceof Target.AddressTranslation translation) {
      translation.addresses().ifPresent(this::add);
    } else if (target instanceof VerdictMapTarget map
        && map.map() instanceof VerdictMapTarget.Entries.Listed listed
        && map.translation().isPresent()) {
      listed.entries().values().forEach(this::add);
      open = true; // keys may be names or addresses, too
    } else if (target instanceof Target.MacTranslation translation) {
      translation.mac().ifPresent(mac -> single.put(FieldKind.MAC, Bits.of(mac)));
    } else if (target instanceof Target.ArpReply reply) {
      single.put(FieldKind.MAC, Bits.of(reply.mac()));
    } else if (target instanceof VerdictMapTarget
        || target instanceof StatementTarget
        || (target instanceof Target.OpaqueTarget opaque && opaque.mappedNetwork().isPresent())) {
      open = true;
    }
  }

  private void add(AddressSpan span) {
    FieldKind kind = kind(span.first());
    single.put(kind, Bits.of(span.first()));
    single.put(kind, Bits.of(span.last()));
    several.put(kind, new Values.Range(Bits.of(span.first()), Bits.of(span.last())));
  }

  /** {@return the kind of an address} */
  static FieldKind kind(IpAddress address) {
    return address.length() == 32 ? FieldKind.IPV4 : FieldKind.IPV6;
  }

  /** Adds what a set of values of a kind names, if it is one of names or addresses. */
  void add(FieldKind kind, Values values, int width) {
    if (!ShapeValues.mayDiffer(kind)) {
      return;
    }
    if (values instanceof Values.Union union) {
      union.parts().forEach(part -> add(kind, part, width));
    } else if (values instanceof Values.Masked masked && masked.isSingle(width)) {
      single.put(kind, masked.value());
    } else {
      several.put(kind, values);
    }
  }

  /** Adds a single value. */
  void add(FieldKind kind, Bits value) {
    single.put(kind, value);
  }

  /** Adds a set of several values. */
  void addSeveral(FieldKind kind, Values values) {
    several.put(kind, values);
  }

  /** Notes that something is named that is not known here. */
  void open() {
    open = true;
  }

  /** {@return whether a value is named by itself} */
  boolean names(FieldKind kind, Bits value) {
    return single.containsEntry(kind, value);
  }

  /** {@return the sets of several values} */
  Set<Values> several(FieldKind kind) {
    return several.get(kind);
  }

  /** {@return the single values} */
  Collection<Bits> single(FieldKind kind) {
    return single.get(kind);
  }

  /** {@return whether something is named that is not known here, such as by members of sets} */
  boolean isOpen() {
    return open;
  }
}
