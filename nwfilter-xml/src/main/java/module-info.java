/**
 * libvirt's XML documents, in and out. Users need {@link io.nwfilter.xml} and the diagnostics of
 * {@link io.nwfilter.xml.diagnostic}; the packages that parse and write are not exported.
 */
module io.nwfilter.xml {
  requires com.ctc.wstx;
  requires java.xml;
  requires org.codehaus.stax2;
  requires static org.jspecify;
  requires tools.jackson.core;
  requires tools.jackson.dataformat.xml;
  requires com.google.common;
  requires transitive io.nwfilter.core;

  exports io.nwfilter.xml;
  exports io.nwfilter.xml.diagnostic;
}
