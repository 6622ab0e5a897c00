package io.nwfilter.testkit.generate;

import static java.util.stream.Collectors.joining;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.diagnostic.DocumentException;
import net.jqwik.api.SampleReportingFormat;

/** Shows what falsified a property as libvirt's XML. jqwik finds this class by itself. */
public final class XmlSampleFormat implements SampleReportingFormat {

  /** Makes the format; jqwik calls this. */
  public XmlSampleFormat() {}

  @Override
  public boolean appliesTo(Object value) {
    return value instanceof Filter
        || value instanceof Rule
        || value instanceof FilterBinding
        || value instanceof FilterReference
        || value instanceof NetworkInterface
        || value instanceof Domain
        || value instanceof FilterFamily
        || value instanceof BoundFamily
        || value instanceof FilterDocument
        || value instanceof BrokenDocument;
  }

  @Override
  public Object report(Object value) {
    return SampleReportingFormat.plainLabel("\n" + xmlOrText(value).stripTrailing());
  }

  /** What was built in code may hold characters that XML has not. */
  private static String xmlOrText(Object value) {
    try {
      return xml(value);
    } catch (DocumentException e) {
      return value.toString();
    }
  }

  private static String xml(Object value) {
    if (value instanceof Filter filter) {
      return LibvirtXml.write(filter);
    } else if (value instanceof FilterBinding binding) {
      return LibvirtXml.write(binding);
    } else if (value instanceof FilterReference reference) {
      return LibvirtXml.write(reference);
    } else if (value instanceof NetworkInterface networkInterface) {
      return LibvirtXml.write(networkInterface);
    } else if (value instanceof Domain domain) {
      return domain.interfaces().stream()
          .map(LibvirtXml::write)
          .collect(joining("", "<!-- domain " + domain.name() + " -->\n", ""));
    } else if (value instanceof Rule rule) {
      String filter = LibvirtXml.write(Filter.builder("rule").rule(rule).build());
      return filter.substring(filter.indexOf('\n') + 1, filter.lastIndexOf('<')).stripIndent();
    }
    return value.toString();
  }
}
