/**
 * For tests of filters: assertions, JUnit's extensions, golden files, generators, network
 * namespaces, a libvirtd to ask, and the comparison of both with what is compiled.
 */
@SuppressWarnings("requires-automatic") // java-diff-utils has no module descriptor
module io.nwfilter.testkit {
  requires io.github.javadiffutils;
  requires static org.jspecify;
  requires transitive com.google.common;
  requires transitive io.nwfilter.core;
  requires transitive io.nwfilter.netfilter;
  requires transitive io.nwfilter.xml;
  requires transitive net.jqwik.api; // not static: what is provided below is its
  requires transitive org.junit.jupiter.api;

  exports io.nwfilter.testkit.assertion;
  exports io.nwfilter.testkit.daemon;
  exports io.nwfilter.testkit.fidelity;
  exports io.nwfilter.testkit.generate;
  exports io.nwfilter.testkit.golden;
  exports io.nwfilter.testkit.junit;
  exports io.nwfilter.testkit.kernel;

  provides net.jqwik.api.SampleReportingFormat with
      io.nwfilter.testkit.generate.XmlSampleFormat;
  provides net.jqwik.api.providers.ArbitraryProvider with
      io.nwfilter.testkit.generate.NwfilterArbitraryProvider;
}
