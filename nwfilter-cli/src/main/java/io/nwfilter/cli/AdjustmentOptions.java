package io.nwfilter.cli;

import io.nwfilter.core.filter.AdjustedLibrary;
import io.nwfilter.core.filter.Adjustment;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.AdjustmentFile;
import io.nwfilter.xml.XmlSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that tells how filters are adjusted, without a copy of their files. */
final class AdjustmentOptions {

  @Option(
      names = "--adjust",
      paramLabel = "FILE",
      description =
          "A file of adjustments of filters, the stock filters among them: each line names a"
              + " filter, which of its rules or inclusions, and what becomes of them, such as"
              + " \"no-ip-spoofing rule=2: priority 200\", \"clean-traffic include=no-arp-spoofing:"
              + " remove\" or \"no-ip-spoofing: priority -650\". May be given several times.")
  private List<Path> files = new ArrayList<>();

  /** Creates the option, with a field that picocli fills. */
  AdjustmentOptions() {}

  /** {@return a library after all adjustments} */
  FilterLibrary adjusted(FilterLibrary library, Findings findings, Semantics semantics) {
    List<Adjustment> all = new ArrayList<>();
    for (Path file : files) {
      all.addAll(findings.value(AdjustmentFile.read(XmlSource.file(file), semantics)));
    }
    AdjustedLibrary adjusted = library.adjusted(all);
    findings.addAll(adjusted.diagnostics());
    return adjusted.library();
  }
}
