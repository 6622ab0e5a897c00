/** The model of libvirt's filters and domains, and the resolution of filters into ordered rules. */
module io.nwfilter.core {
  requires com.google.common;
  requires static transitive org.jspecify;

  exports io.nwfilter.core.attribute;
  exports io.nwfilter.core.diagnostic;
  exports io.nwfilter.core.domain;
  exports io.nwfilter.core.filter;
  exports io.nwfilter.core.network;
  exports io.nwfilter.core.resolve;
  exports io.nwfilter.core.stock;
  exports io.nwfilter.core.value;
}
