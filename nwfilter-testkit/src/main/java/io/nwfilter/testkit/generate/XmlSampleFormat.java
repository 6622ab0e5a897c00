package io.nwfilter.testkit.generate;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.network.Network;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.function.Function;
import net.jqwik.api.SampleReportingFormat;

/**
 * Shows the sample that falsified a property, as libvirt's XML. jqwik finds this class by itself.
 */
public final class XmlSampleFormat implements SampleReportingFormat {

  /** How a value of each class is shown; what is a document already shows itself. */
  private static final ImmutableMap<Class<?>, Function<Object, String>> FORMS =
      ImmutableMap.<Class<?>, Function<Object, String>>builder()
          .put(Filter.class, form(Filter.class, LibvirtXml::write))
          .put(Rule.class, form(Rule.class, XmlSampleFormat::rule))
          .put(FilterBinding.class, form(FilterBinding.class, LibvirtXml::write))
          .put(FilterReference.class, form(FilterReference.class, LibvirtXml::write))
          .put(NetworkInterface.class, form(NetworkInterface.class, LibvirtXml::write))
          .put(Domain.class, form(Domain.class, XmlSampleFormat::domain))
          .put(Network.class, form(Network.class, LibvirtXml::write))
          .put(FilterFamily.class, Object::toString)
          .put(BoundFamily.class, Object::toString)
          .put(FilterDocument.class, Object::toString)
          .put(BrokenDocument.class, Object::toString)
          .buildOrThrow();

  /** Makes the format; jqwik calls this. */
  public XmlSampleFormat() {}

  @Override
  public boolean appliesTo(Object value) {
    return FORMS.containsKey(value.getClass());
  }

  @Override
  public Object report(Object value) {
    return SampleReportingFormat.plainLabel("\n" + xmlOrText(value).stripTrailing());
  }

  /** What was built in code may hold characters that XML does not allow. */
  private static String xmlOrText(Object value) {
    try {
      return FORMS.getOrDefault(value.getClass(), Object::toString).apply(value);
    } catch (DocumentException e) {
      return value.toString();
    }
  }

  private static <T> Function<Object, String> form(Class<T> type, Function<T, String> write) {
    return value -> write.apply(type.cast(value));
  }

  private static String domain(Domain domain) {
    return domain.interfaces().stream()
        .map(LibvirtXml::write)
        .collect(joining("", "<!-- domain " + domain.name() + " -->\n", ""));
  }

  private static String rule(Rule rule) {
    String filter = LibvirtXml.write(Filter.builder("rule").rule(rule).build());
    return filter.substring(filter.indexOf('\n') + 1, filter.lastIndexOf('<')).stripIndent();
  }
}
