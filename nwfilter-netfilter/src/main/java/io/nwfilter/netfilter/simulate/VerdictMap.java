package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A verdict map, prepared for being asked often. */
final class VerdictMap {

  private final PacketKey key;
  private final KeyIndex<Branch> branches;

  /** What may be done with a packet whose key is not known. */
  private final ImmutableList<Branch> distinct;

  /**
   * What an element says.
   *
   * @param target its verdict
   * @param action what is done to the packet, unless it enters a chain
   * @param entered the chain that the packet enters, if it does
   */
  record Branch(Target target, Action action, @Nullable PreparedChain entered) {

    /** {@return whether it leads to a chain that is not modelled} */
    boolean isUnknown() {
      return entered == null && action.isUnknown();
    }

    String inWords() {
      return VerdictMap.inWords(target);
    }

    boolean isGoto() {
      return target instanceof Target.Goto;
    }
  }

  VerdictMap(PacketKey key, List<Selector> selectors, Map<SetKey, Branch> entries) {
    this.key = key;
    this.branches = new KeyIndex<>(selectors, entries);
    this.distinct = entries.values().stream().distinct().collect(ImmutableList.toImmutableList());
  }

  /** {@return what a packet's element says; null if there is none} */
  @Nullable Branch find(Transit transit) {
    ImmutableList<Bits> values = key.values(transit);
    return values == null ? null : branches.find(values);
  }

  /** {@return a verdict as nft has it, such as {@code jump inner}} */
  static String inWords(Target verdict) {
    if (verdict instanceof Target.Jump jump) {
      return "jump " + jump.chain();
    }
    if (verdict instanceof Target.AddressTranslation translation) {
      return inWords(translation);
    }
    return verdict instanceof Target.Goto entered
        ? "goto " + entered.chain()
        : verdict.toString().toLowerCase(Locale.ROOT);
  }

  private static String inWords(Target.AddressTranslation target) {
    return target.kind().name().toLowerCase(Locale.ROOT)
        + " to "
        + target.addresses().map(span -> span.first().toString()).orElse("")
        + target.ports().map(ports -> ":" + ports).orElse("");
  }

  /** {@return what it says of a packet, in a form for explanations} */
  MapReply reply(Transit transit, @Nullable Branch found) {
    return new MapReply(
        key.found(transit), found == null ? Optional.empty() : Optional.of(found.target()));
  }

  /** {@return whether it is not known which element is a packet's} */
  boolean isUnknown(Transit transit) {
    return key.values(transit) != null && key.isUnknown(transit);
  }

  /** {@return all that elements say} */
  ImmutableList<Branch> branches() {
    return distinct;
  }
}
