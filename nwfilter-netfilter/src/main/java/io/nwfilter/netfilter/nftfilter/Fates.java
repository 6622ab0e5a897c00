package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.Locale;

/**
 * What a bridge cannot do itself to IP packets, and so leaves to the IP layer, where libvirt's
 * rules are: to reject a packet, which only IP can tell the sender of; and to drop one for the host
 * after programs have seen it that listen at the bridge, as iptables would. The packet is marked,
 * and only such packets are.
 */
@SuppressWarnings("ImmutableEnumChecker") // targets do not change
enum Fates {
  /** Dropped without telling the sender. */
  DROPPED("dropped", 0x6e77_6664),
  /** Dropped, and the sender is told. */
  REJECTED("rejected", 0x6e77_6672);

  /** Before ebtables' successor in order, the rules of IP for what is bridged (−1). */
  private static final int BEFORE_IP = -5;

  private static final int AFTER_IP = 5;

  /**
   * Before all rules of the host that may change marks: those of raw (−450 with {@code
   * raw_before_defrag}), mangle (−150) and the usual tables of nftables.
   */
  private static final int BEFORE_ALL = -1000;

  private static final long ALL = 0xffff_ffffL;

  private final String chain;
  private final long mark;

  Fates(String chain, long mark) {
    this.chain = chain;
    this.mark = mark;
  }

  /** {@return the target that marks a packet} */
  Target mark() {
    return new Target.Goto(chain);
  }

  /** {@return the chain that marks packets} */
  NftChain chain() {
    return NftChain.user(
        chain,
        ImmutableList.of(ChainRule.of(new Target.SetMark(mark, ALL)), ChainRule.of(Target.ACCEPT)));
  }

  private Target target() {
    return switch (this) {
      case DROPPED -> Target.DROP;
      case REJECTED -> Target.Reject.DEFAULT;
    };
  }

  private ChainRule rule(Target then) {
    return ChainRule.of(then, FieldMatch.of(Field.MARK, mark));
  }

  /** {@return where rules of the IP layer are tried on a bridge} */
  static BaseHook hook(Hook hook) {
    return new BaseHook(hook, hook == Hook.FORWARD ? BEFORE_IP : AFTER_IP);
  }

  /**
   * {@return the table that drops packets to be rejected which no chain of IP has seen, as the host
   * does not lead bridged packets through them, or sends the packet itself}
   *
   * @param name its name
   * @param hooks where packets may have been marked
   */
  static NftTable last(String name, Iterable<Hook> hooks) {
    NftTable.Builder table = NftTable.builder(NftFamily.BRIDGE, name);
    for (Hook hook : hooks) {
      table.base(
          hook == Hook.FORWARD ? "forward" : "output",
          new BaseHook(hook, AFTER_IP + 1),
          Target.Verdict.ACCEPT,
          ImmutableList.of(REJECTED.rule(Target.DROP)));
    }
    return table.build();
  }

  /**
   * {@return the table of IP in which marked packets end} That is the first thing that IP does with
   * them, so that no rule can change the mark before. On a bridge that leads packets through the
   * chains of IP, {@code PREROUTING} is over when they are marked; on one that does not, it is what
   * follows.
   *
   * @param name its name
   */
  static NftTable table(String name) {
    ImmutableList<ChainRule> rules =
        ImmutableList.of(DROPPED.rule(DROPPED.target()), REJECTED.rule(REJECTED.target()));
    NftTable.Builder table = NftTable.builder(NftFamily.INET, name);
    for (Hook hook : ImmutableList.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD)) {
      table.base(
          hook.name().toLowerCase(Locale.ROOT),
          new BaseHook(hook, BEFORE_ALL),
          Target.Verdict.ACCEPT,
          rules);
    }
    return table.build();
  }

  /** {@return whether a target, or an entry of its map, marks packets so} */
  boolean isLedTo(Target other) {
    return mark().equals(other)
        || (other instanceof VerdictMapTarget map
            && map.map() instanceof VerdictMapTarget.Entries.Listed listed
            && listed.entries().containsValue(mark()));
  }
}
