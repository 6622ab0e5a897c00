package io.nwfilter.testkit.generate;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.xml.LibvirtXml;
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
        || value instanceof FilterFamily
        || value instanceof BoundFamily
        || value instanceof FilterDocument
        || value instanceof BrokenDocument;
  }

  @Override
  public Object report(Object value) {
    return SampleReportingFormat.plainLabel("\n" + xml(value).stripTrailing());
  }

  private static String xml(Object value) {
    if (value instanceof Filter filter) {
      return LibvirtXml.write(filter);
    } else if (value instanceof FilterBinding binding) {
      return LibvirtXml.write(binding);
    } else if (value instanceof Rule rule) {
      String filter = LibvirtXml.write(Filter.builder("rule").rule(rule).build());
      return filter.substring(filter.indexOf('\n') + 1, filter.lastIndexOf('<')).stripIndent();
    }
    return value.toString();
  }
}
