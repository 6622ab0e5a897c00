package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.diagnostic.DocumentCode;

/**
 * Prints a document as libvirt does: a filter or a network.
 *
 * @param release the release that prints it
 */
record DumpedDocument(LibvirtRelease release) implements LibvirtDocument.Visitor<String> {

  @Override
  public String filter(Filter filter) {
    return LibvirtXml.dump(filter, release);
  }

  @Override
  public String network(Network network) {
    return LibvirtXml.dump(network, release);
  }

  @Override
  public String binding(FilterBinding binding) {
    throw wrong("filterbinding", binding.location());
  }

  @Override
  public String domain(Domain domain) {
    throw wrong("domain", domain.location());
  }

  @Override
  public String networkInterface(NetworkInterface networkInterface) {
    throw wrong("interface", networkInterface.location());
  }

  private static NwfilterException wrong(String element, SourceLocation location) {
    return new NwfilterException(
        new Diagnostic(
            DocumentCode.WRONG_ROOT,
            "the root element is <" + element + ">, expected <filter> or <network>",
            location));
  }
}
