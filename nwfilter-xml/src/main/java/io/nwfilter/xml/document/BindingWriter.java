package io.nwfilter.xml.document;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.xml.stream.Escaping;
import io.nwfilter.xml.stream.XmlWriter;

/** Writes filter bindings in the layout of {@code virsh nwfilter-binding-dumpxml}. */
public final class BindingWriter {

  private BindingWriter() {}

  /** {@return a binding as a document of its own} */
  public static String write(FilterBinding binding) {
    XmlWriter out = new XmlWriter();
    out.start("filterbinding").open();
    binding
        .owner()
        .ifPresent(
            owner -> {
              out.start("owner").open();
              out.text("name", owner.name());
              out.text("uuid", owner.uuid());
              out.close("owner");
            });
    out.start("portdev").attribute("name", binding.portDev()).empty();
    binding.linkDev().ifPresent(dev -> out.start("linkdev").attribute("name", dev).empty());
    out.start("mac").attribute("address", binding.mac()).empty();
    FilterReferenceWriter.write(binding.filterRef(), Escaping.NECESSARY, out);
    out.close("filterbinding");
    return out.toString();
  }
}
