package io.nwfilter.xml;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.filter.Adjustment;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;

/**
 * Reads adjustments of filters, one on each line.
 *
 * <pre>
 * # which filter, and which of its rules or inclusions: what becomes of them
 * no-ip-spoofing: priority -650
 * no-ip-spoofing rule=2: priority 200
 * clean-traffic direction=out protocol=mac: remove
 * clean-traffic include=allow-incoming-ipv4: replace my-ipv4
 * no-arp-ip-spoofing rule=1: replace &lt;rule action='accept' direction='out'&gt;&lt;arp/&gt;&lt;/rule&gt;
 * * action=reject: remove
 * </pre>
 *
 * <p>A line begins with the name of a filter, or {@code *} for all of them. Criteria of rules may
 * follow, as {@link io.nwfilter.core.filter.RuleSelector} knows them, or {@code include=} and the
 * name of a filter that is included. After a colon comes what becomes of these: {@code priority}
 * and a number (of the filter's chain, if there are no criteria), {@code remove}, or {@code
 * replace} and the name of another filter, or rules in XML. Names with blanks or colons are in
 * quotation marks. Lines that begin with {@code #} are comments.
 */
public final class AdjustmentFile {

  private AdjustmentFile() {}

  /**
   * Reads adjustments, and the rules in them as libvirt does.
   *
   * @param source the text, which need not be XML
   * @return the adjustments in order, and the warnings about the rules in them
   * @throws DocumentException if lines are illegal, with all of these
   */
  public static ParseResult<List<Adjustment>> read(XmlSource source) {
    return read(source, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads adjustments.
   *
   * @param source the text, which need not be XML
   * @param semantics how the rules in them are understood
   * @return the adjustments in order, and the warnings about the rules in them
   * @throws DocumentException if lines are illegal, with all of these
   */
  public static ParseResult<List<Adjustment>> read(XmlSource source, Semantics semantics) {
    requireNonNull(semantics, "semantics");
    DiagnosticSink sink = new DiagnosticSink();
    ImmutableList.Builder<Adjustment> adjustments = ImmutableList.builder();
    int number = 0;
    for (String line : source.text().text().lines().toList()) {
      number++;
      try {
        new AdjustmentLine(line, source.name(), number, semantics, sink)
            .read()
            .ifPresent(adjustments::add);
      } catch (DocumentException e) {
        sink.addAll(e.diagnostics());
      }
    }
    List<Diagnostic> diagnostics = sink.diagnostics();
    if (diagnostics.stream().anyMatch(each -> each.severity() == Severity.ERROR)) {
      throw new DocumentException(diagnostics);
    }
    return new ParseResult<>(adjustments.build(), diagnostics);
  }
}
