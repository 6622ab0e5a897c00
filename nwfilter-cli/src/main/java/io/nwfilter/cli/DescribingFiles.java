package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.BufferedInputStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The files that describe a host.
 *
 * @param documents the documents that could be read, in order
 * @param dumps the rules of the dumps
 */
record DescribingFiles(ImmutableList<LibvirtDocument> documents, HostDumps dumps) {

  /**
   * {@return what some files have; what is wrong with documents is among the findings then}
   *
   * @param spec the command, for bad usage
   * @param findings takes the diagnostics
   * @param names the files, one of which may be standard input
   * @param semantics how documents are read
   */
  static DescribingFiles read(
      CommandSpec spec, Findings findings, List<String> names, Semantics semantics) {
    return read(spec, "FILE", findings, names, semantics);
  }

  /**
   * {@return what some files have; what is wrong with documents is among the findings then}
   *
   * @param spec the command, for bad usage
   * @param option what gives dumps, for bad usage
   * @param findings takes the diagnostics
   * @param names the files, one of which may be standard input
   * @param semantics how documents are read
   */
  static DescribingFiles read(
      CommandSpec spec, String option, Findings findings, List<String> names, Semantics semantics) {
    BufferedInputStream in =
        new BufferedInputStream(((NwfilterCommand) spec.root().userObject()).in());
    DocumentSources sources = new DocumentSources(spec, in);
    sources.requireOneStandardInput(names);
    ImmutableListMultimap<Boolean, String> byKind =
        Multimaps.index(names, name -> ExplainedFile.isDump(name, in));
    ImmutableList.Builder<LibvirtDocument> documents = ImmutableList.builder();
    for (String name : byKind.get(false)) {
      XmlSource source = sources.of(name);
      findings
          .attempt(() -> findings.value(LibvirtXml.read(source, semantics)))
          .ifPresent(documents::add);
    }
    HostDumps dumps =
        HostDumps.of(
            spec,
            option,
            new DumpReader(spec, in, null, findings).read(byKind.get(true)),
            findings);
    return new DescribingFiles(documents.build(), dumps);
  }
}
