package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import java.util.List;

/**
 * What an upgrade changes on a host.
 *
 * @param before what is upgraded
 * @param after what it becomes
 * @param rules how many rules of which chains change
 * @param stockFilters the stock filters that differ
 * @param documents the documents that one release refuses, or about which there are other remarks
 * @param meaning what changes for packets, for each interface where something does
 * @param services what changes for what guests do, and what the host's own rules block in any case
 * @param kept the host's own rules in chains and tables of libvirt's
 * @param advice what to do
 * @param assumptions on what this depends that was not said, each as a sentence without a full stop
 * @param warnings what could not be looked at
 */
public record UpgradeReport(
    Installation before,
    Installation after,
    List<RuleChange> rules,
    List<StockChange> stockFilters,
    List<DocumentChange> documents,
    List<MeaningChange> meaning,
    List<ServiceChange> services,
    List<KeptRule> kept,
    List<Advice> advice,
    List<String> assumptions,
    List<Diagnostic> warnings) {

  /**
   * Copies the lists.
   *
   * @param before what is upgraded
   * @param after what it becomes
   * @param rules how many rules of which chains change
   * @param stockFilters the stock filters that differ
   * @param documents the documents for which something changes
   * @param meaning what changes for packets
   * @param services what changes for what guests do
   * @param kept the host's own rules in chains and tables of libvirt's
   * @param advice what to do
   * @param assumptions on what this depends that was not said
   * @param warnings what could not be looked at
   */
  public UpgradeReport {
    requireNonNull(before, "before");
    requireNonNull(after, "after");
    rules = ImmutableList.copyOf(rules);
    stockFilters = ImmutableList.copyOf(stockFilters);
    documents = ImmutableList.copyOf(documents);
    meaning = ImmutableList.copyOf(meaning);
    services = ImmutableList.copyOf(services);
    kept = ImmutableList.copyOf(kept);
    advice = ImmutableList.copyOf(advice);
    assumptions = ImmutableList.copyOf(assumptions);
    warnings = ImmutableList.copyOf(warnings);
  }

  /**
   * {@return whether it is known that nothing changes for packets and that the same documents are
   * refused} Rules may change all the same. Nothing is known of what could not be looked at.
   */
  public boolean isUnchanged() {
    return meaning.isEmpty()
        && warnings.isEmpty()
        && documents.stream().noneMatch(one -> one.effect().isChange())
        && services.stream().noneMatch(one -> one.effect().isChange());
  }
}
