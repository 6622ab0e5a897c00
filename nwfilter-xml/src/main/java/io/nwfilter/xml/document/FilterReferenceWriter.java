package io.nwfilter.xml.document;

import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.xml.stream.Escaping;
import io.nwfilter.xml.stream.XmlWriter;
import java.util.TreeSet;

/** Writes references to filters, which appear in filters, bindings and interfaces alike. */
public final class FilterReferenceWriter {

  private FilterReferenceWriter() {}

  /** Writes a reference; libvirt sorts the names of parameters, and keeps the order of values. */
  public static void write(FilterReference reference, Escaping names, XmlWriter out) {
    out.start("filterref").attribute("filter", reference.filter(), names);
    if (reference.parameters().values().isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    for (String name : new TreeSet<>(reference.parameters().values().keySet())) {
      for (String value : reference.parameters().get(name)) {
        out.start("parameter").attribute("name", name).attribute("value", value).empty();
      }
    }
    out.close("filterref");
  }

  /** {@return a reference as a document of its own} */
  public static String write(FilterReference reference) {
    XmlWriter out = new XmlWriter();
    write(reference, Escaping.NECESSARY, out);
    return out.toString();
  }
}
