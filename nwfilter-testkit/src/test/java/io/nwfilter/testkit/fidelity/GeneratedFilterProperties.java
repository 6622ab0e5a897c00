package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.generate.BoundFamily;
import io.nwfilter.testkit.generate.FilterFamily;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.testkit.testbed.RequiresHost;
import io.nwfilter.xml.FilterDirectory;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What holds for every filter. */
class GeneratedFilterProperties {

  // A build repeats the same cases; to look for differences, take the seed out and raise the tries.
  @Property(tries = 150, seed = "20261124")
  @AddLifecycleHook(RequiresHost.Kernel.class)
  void kernelAccepts(@ForAll BoundFamily bound) {
    RestoreTexts texts = texts(bound.family().library(), bound.binding());
    NetworkNamespace namespace = ScratchNamespace.withSets();
    namespace.test(texts);
    namespace.load(texts);
    namespace.flush();
  }

  @Property(tries = 100)
  void anyOrderOfFilesGivesTheSameBytes(@ForAll BoundFamily bound, @ForAll Random random)
      throws IOException {
    RestoreTexts expected = texts(bound.family().library(), bound.binding());
    Path directory = Files.createTempDirectory("filters");
    try {
      List<Filter> filters = new ArrayList<>(bound.family().filters());
      Collections.shuffle(filters, random);
      for (Filter filter : filters) {
        Files.writeString(directory.resolve(filter.name() + ".xml"), LibvirtXml.write(filter));
      }
      assertEquals(expected, texts(FilterDirectory.read(directory).value(), bound.binding()));
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  @Property
  void writtenFilterReadsAsItWas(@ForAll FilterFamily family) {
    for (Filter filter : family.filters()) {
      String xml = LibvirtXml.write(filter);
      assertEquals(filter, LibvirtXml.readFilter(XmlSource.text(xml, "written")).value());
      assertEquals(
          xml, LibvirtXml.write(LibvirtXml.readFilter(XmlSource.text(xml, "written")).value()));
    }
  }

  private static RestoreTexts texts(FilterLibrary library, FilterBinding binding) {
    CompileOptions options = CompileOptions.builder().library(library).build();
    try {
      CompiledHost host =
          new CompiledHost(ImmutableList.of(FilterCompiler.compile(binding, options)));
      return new RestoreTexts(
          host.text(Family.IPV4), host.text(Family.IPV6), host.text(Family.BRIDGE));
    } catch (NwfilterException e) {
      Assume.that(false); // legal attributes in a combination that libvirt refuses
      throw e;
    }
  }
}
