package io.nwfilter.netfilter.host;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.HostRules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of a host, and which networks and interfaces run on it. What happens to it makes a new
 * host of it; this one stays as it is.
 *
 * <p>It does what libvirt 9.0.0 was seen to do (with iptables for its backend). In particular:
 *
 * <ul>
 *   <li>libvirt makes the chains of its networks, with jumps at the start of the base chains, once
 *       after it has started: before the first network that has rules. It never looks after them
 *       again, until it is restarted.
 *   <li>Whenever an interface with a filter is set up, its jumps come first again.
 *   <li>After a restart or a reload, the order of networks and of interfaces is by chance. Here it
 *       stays as it was, and a warning says so.
 * </ul>
 *
 * <pre>{@code
 * Host now = Host.of(SaveText.read(Family.IPV4, TextSource.file(Path.of("iptables.save"))));
 * Host then = now.after(HostEvent.starts(network), HostEvent.starts(machine));
 * String text = SaveText.write(then.ruleset(Family.IPV4));
 * }</pre>
 */
public final class Host {

  private final ImmutableMap<Family, Ruleset> rulesets;
  private final NftRuleset nft;
  private final Running running;
  private final ImmutableList<Diagnostic> diagnostics;

  Host(
      Map<Family, Ruleset> rulesets,
      NftRuleset nft,
      Running running,
      List<Diagnostic> diagnostics) {
    this.rulesets = Maps.immutableEnumMap(rulesets);
    this.nft = nft;
    this.running = running;
    this.diagnostics = ImmutableList.copyOf(diagnostics);
  }

  /** {@return a host that has no rules} */
  public static Host empty() {
    return of();
  }

  /**
   * {@return a host on which no network and no machine runs}
   *
   * @param rulesets its rules, at most one ruleset for each family; the other families have none
   * @throws IllegalArgumentException if two are of one family
   * @throws HostException if jumps of a base chain go in a circle, or through more chains than the
   *     kernel follows
   */
  public static Host of(Ruleset... rulesets) {
    return of(ImmutableList.copyOf(rulesets));
  }

  /**
   * {@return a host on which no network and no machine runs}
   *
   * @param rulesets its rules, at most one ruleset for each family; the other families have none
   * @throws IllegalArgumentException if two are of one family
   * @throws HostException if jumps of a base chain go in a circle, or through more chains than the
   *     kernel follows
   */
  public static Host of(Iterable<Ruleset> rulesets) {
    Map<Family, Ruleset> all = new EnumMap<>(Family.class);
    for (Ruleset ruleset : requireNonNull(rulesets, "rulesets")) {
      Ruleset before = all.put(ruleset.family(), ruleset);
      checkArgument(before == null, "two rulesets of %s", ruleset.family().tool());
      Admission.requirePossible(ruleset);
    }
    for (Family family : Family.values()) {
      all.putIfAbsent(family, Ruleset.empty(family));
    }
    return new Host(all, NftRuleset.EMPTY, Running.NOTHING, ImmutableList.of());
  }

  /**
   * {@return this host with other tables of nftables}
   *
   * @param tables the tables, without those that iptables, ip6tables and ebtables keep there
   */
  public Host with(NftRuleset tables) {
    return new Host(rulesets, requireNonNull(tables, "tables"), running, diagnostics);
  }

  /**
   * {@return this host with networks, machines and interfaces that run already: their rules are
   * among those that the host has}
   *
   * @param started what runs, in the order in which it was started
   */
  public Host withRunning(List<? extends CompiledRules> started) {
    return new Host(rulesets, nft, running.with(started), diagnostics);
  }

  /**
   * {@return a host that has only what is this one's own: none of the chains and tables that
   * libvirt makes, of the jumps to them and of what networks that run have in base chains} Nothing
   * runs on it.
   */
  public Host withoutLibvirt() {
    Ownership ownership = Ownership.of(running);
    return new Host(
        Maps.transformValues(
            rulesets, ruleset -> ownership.ofFamily(ruleset.family()).removedFrom(ruleset)),
        Ownership.removedFrom(nft),
        Running.NOTHING,
        ImmutableList.of());
  }

  /**
   * {@return this host with its own rules where a dump of it has them: above those of libvirt's
   * that they are above in the dump, in each base chain} They come to be there if something puts
   * them there once libvirt has started; nothing runs on the result.
   *
   * @param dump the host as it was dumped, with what ran then
   */
  public Host withOwnRulesAsIn(Host dump) {
    Ownership dumped = Ownership.of(dump.running);
    Ownership now = Ownership.of(running);
    return new Host(
        Maps.transformValues(
            rulesets,
            ruleset ->
                new OwnRulesOrder(dumped.ofFamily(ruleset.family()), now.ofFamily(ruleset.family()))
                    .in(ruleset, dump.ruleset(ruleset.family()))),
        nft,
        Running.NOTHING,
        diagnostics);
  }

  /**
   * {@return this host after some events}
   *
   * @param events the events in the order in which they happen
   * @throws HostException if one cannot happen; then, as nothing here changes, none has
   */
  public Host after(HostEvent... events) {
    return after(ImmutableList.copyOf(events));
  }

  /**
   * {@return this host after some events}
   *
   * @param events the events in the order in which they happen
   * @throws HostException if one cannot happen; then, as nothing here changes, none has
   */
  public Host after(Iterable<HostEvent> events) {
    HostChanges changes = new HostChanges(rulesets, nft, running, new ArrayList<>(diagnostics));
    for (HostEvent event : requireNonNull(events, "events")) {
      event.accept(changes);
    }
    return changes.host();
  }

  /**
   * {@return what the host is once everything of some compiled documents has started} Networks are
   * first, as machines need them, then machines and interfaces in their order.
   *
   * @param compiled the rules of the documents
   * @throws HostException if something of them cannot start
   */
  public Host afterStarting(Iterable<? extends CompiledRules> compiled) {
    ImmutableList.Builder<HostEvent> events = ImmutableList.builder();
    for (CompiledRules rules : compiled) {
      rules.networks().forEach(network -> events.add(HostEvent.starts(network)));
    }
    for (CompiledRules rules : compiled) {
      if (rules instanceof CompiledDomain machine) {
        events.add(HostEvent.starts(machine));
      } else {
        rules.interfaces().forEach(one -> events.add(HostEvent.starts(one)));
      }
    }
    return after(events.build());
  }

  /**
   * {@return the rules of a family}
   *
   * @param family the family
   */
  public Ruleset ruleset(Family family) {
    return requireNonNull(rulesets.get(family));
  }

  /** {@return the tables of nftables} */
  public NftRuleset nftables() {
    return nft;
  }

  /** {@return all rules} */
  public HostRules rules() {
    return HostRules.of(rulesets.values()).with(nft);
  }

  /** {@return the networks that run, in the order in which they were started} */
  public List<CompiledNetwork> networks() {
    return ImmutableList.copyOf(running.networks().values());
  }

  /** {@return the interfaces with a filter that run, in the order in which they were set up} */
  public List<CompiledInterface> interfaces() {
    return ImmutableList.copyOf(running.interfaces().values());
  }

  /** {@return the names of the machines that were started, in the order of their start} */
  public List<String> machines() {
    return running.machines().keySet().asList();
  }

  /**
   * {@return the rules that no longer decide on some packets, libvirt's and the host's own, because
   * one of the other party's comes before them and decides differently} A rule counts as libvirt's
   * if it is in a chain that libvirt makes, or jumps to one, or is a network's in a base chain.
   */
  public List<Overruled> overruled() {
    Ownership ownership = Ownership.of(running);
    ImmutableList.Builder<Overruled> all = ImmutableList.builder();
    for (Ruleset ruleset : rulesets.values()) {
      all.addAll(Precedence.of(ruleset, ownership.of(ruleset.family())));
    }
    return all.build();
  }

  /**
   * {@return the policies to drop that no longer decide on some packets, because libvirt's rules
   * accept them}
   */
  public List<OverruledPolicy> overruledPolicies() {
    Ownership ownership = Ownership.of(running);
    ImmutableList.Builder<OverruledPolicy> all = ImmutableList.builder();
    for (Ruleset ruleset : rulesets.values()) {
      all.addAll(Precedence.policies(ruleset, ownership.of(ruleset.family())));
    }
    return all.build();
  }

  /** {@return the warnings about what happened, each only once} */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
