package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Looks at many interfaces of a host, on the threads of an executor; no other threads are made.
 *
 * <pre>{@code
 * ExecutorService cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
 * Map<InterfaceName, List<UnmetRule>> unmet =
 *     HostAnalysis.unmetRules(host.interfaces(), AnalysisBudget.DEFAULT_MAX_NODES, cores);
 * }</pre>
 *
 * <p>Each interface is looked at with its own chains, and the jumps that lead to these. On a host,
 * other jumps of libvirt's are between them, but these only take packets away, and their rules
 * change none: so a rule that no packet meets among the chains of its interface is met by none on
 * the host. Rules of the host's own that come first may take packets away as well; only if they
 * change packets, such as their mark, could a rule be met that is not met without them.
 */
public final class HostAnalysis {

  private HostAnalysis() {}

  /**
   * {@return what an analysis says of each of some things, in their order}
   *
   * @param subjects the things, of which each is looked at by itself
   * @param analysis the analysis; it may run on several threads at a time, and what it throws is
   *     thrown when all others have ended
   * @param executor whose threads it runs on; {@code Runnable::run} for that of the caller
   * @param <T> what is looked at
   * @param <R> the result
   */
  public static <T, R> List<R> each(
      Collection<T> subjects, Function<? super T, ? extends R> analysis, Executor executor) {
    requireNonNull(analysis, "analysis");
    List<CompletableFuture<R>> running =
        subjects.stream()
            .map(
                subject ->
                    CompletableFuture.<R>supplyAsync(() -> analysis.apply(subject), executor))
            .toList();
    try {
      // Waits for all before it joins one that has failed.
      running.forEach(one -> one.handle((result, failure) -> Boolean.TRUE).join());
      return running.stream().map(CompletableFuture::join).collect(ImmutableList.toImmutableList());
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /**
   * {@return the rules of each interface that no packet can meet, in the order of families, tables,
   * chains and rules} Interfaces whose rules differ in names and addresses only are looked at once.
   *
   * @param interfaces the interfaces, no two of the same name
   * @param maxNodes how many nodes the sets of each table may have; rules of tables that need more
   *     are left out
   * @param executor whose threads are used; {@code Runnable::run} for that of the caller
   * @throws IllegalArgumentException if two interfaces have the same name
   */
  public static Map<InterfaceName, List<UnmetRule>> unmetRules(
      Collection<CompiledInterface> interfaces, int maxNodes, Executor executor) {
    List<InterfaceClass> classes = InterfaceClass.among(interfaces);
    List<List<UnmetRule>> ofClasses =
        each(classes, alike -> unmetRules(alike.representative(), maxNodes), executor);
    ImmutableMap.Builder<InterfaceName, List<UnmetRule>> all = ImmutableMap.builder();
    for (int i = 0; i < classes.size(); i++) {
      for (CompiledInterface member : classes.get(i).members()) {
        all.put(member.name(), of(member, ofClasses.get(i), classes.get(i).representative()));
      }
    }
    return all.buildOrThrow();
  }

  private static List<UnmetRule> unmetRules(CompiledInterface one, int maxNodes) {
    ImmutableList.Builder<UnmetRule> unmet = ImmutableList.builder();
    for (Family family : Family.values()) {
      unmet.addAll(RulesetAnalysis.of(one.ruleset(family), maxNodes).unmetRules());
    }
    return unmet.build();
  }

  /** {@return the rules of an interface that are at the places of some of another of its class} */
  private static List<UnmetRule> of(
      CompiledInterface member, List<UnmetRule> found, CompiledInterface representative) {
    if (member.equals(representative) || found.isEmpty()) {
      return found;
    }
    ImmutableList.Builder<UnmetRule> own = ImmutableList.builder();
    for (UnmetRule one : found) {
      Ruleset from = representative.ruleset(one.family());
      Ruleset to = member.ruleset(one.family());
      Chain chain = counterpart(from, to, one.table(), one.chain());
      own.add(
          new UnmetRule(
              one.family(),
              one.table(),
              chain.name(),
              one.number(),
              chain.rules().get(one.number() - 1),
              one.reason(),
              one.takenBy(),
              one.deciders().stream()
                  .map(decider -> counterpart(from, to, decider))
                  .collect(ImmutableList.toImmutableList()),
              one.states()));
    }
    return own.build();
  }

  private static RulePlace counterpart(Ruleset from, Ruleset to, RulePlace place) {
    Chain chain = counterpart(from, to, place.table(), place.chain());
    return new RulePlace(place.family(), place.table(), chain.name(), place.number());
  }

  /** {@return the chain of one ruleset that is where another ruleset of its shape lists a chain} */
  private static Chain counterpart(Ruleset from, Ruleset to, String table, String chain) {
    int place = ImmutableList.copyOf(chains(from, table).keySet()).indexOf(chain);
    return ImmutableList.copyOf(chains(to, table).values()).get(place);
  }

  private static Map<String, Chain> chains(Ruleset ruleset, String table) {
    return ruleset.table(table).orElseThrow().chains();
  }
}
