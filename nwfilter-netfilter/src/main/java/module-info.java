/**
 * libvirt's network filters as rulesets of netfilter. Users need {@link io.nwfilter.netfilter}, the
 * model in {@link io.nwfilter.netfilter.ruleset} with its {@link io.nwfilter.netfilter.packet} and
 * {@link io.nwfilter.netfilter.change}, {@link io.nwfilter.netfilter.text}, {@link
 * io.nwfilter.netfilter.capture} for packets from files, and {@link io.nwfilter.netfilter.diagram}
 * for pictures; how rules are lowered is not exported.
 */
module io.nwfilter.netfilter {
  requires static org.jspecify;
  requires com.google.common;
  requires transitive io.nwfilter.core;

  exports io.nwfilter.netfilter;
  exports io.nwfilter.netfilter.addition;
  exports io.nwfilter.netfilter.analyze;
  exports io.nwfilter.netfilter.analyze.budget;
  exports io.nwfilter.netfilter.capture;
  exports io.nwfilter.netfilter.change;
  exports io.nwfilter.netfilter.diagnostic;
  exports io.nwfilter.netfilter.diagram;
  exports io.nwfilter.netfilter.difference;
  exports io.nwfilter.netfilter.exchange;
  exports io.nwfilter.netfilter.explain;
  exports io.nwfilter.netfilter.finding;
  exports io.nwfilter.netfilter.guarantee;
  exports io.nwfilter.netfilter.host;
  exports io.nwfilter.netfilter.nft;
  exports io.nwfilter.netfilter.nftfilter;
  exports io.nwfilter.netfilter.packet;
  exports io.nwfilter.netfilter.query;
  exports io.nwfilter.netfilter.ruleset;
  exports io.nwfilter.netfilter.sample;
  exports io.nwfilter.netfilter.simulate;
  exports io.nwfilter.netfilter.text;
  exports io.nwfilter.netfilter.upgrade;
}
