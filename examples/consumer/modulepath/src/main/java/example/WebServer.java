package example;

import static io.nwfilter.core.attribute.Attributes.DSTPORTSTART;
import static io.nwfilter.core.attribute.Protocol.ALL;
import static io.nwfilter.core.attribute.Protocol.TCP;
import static io.nwfilter.core.filter.Direction.IN;
import static io.nwfilter.core.filter.Direction.INOUT;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;

/** Prints the rules of a guest that may only be asked for web pages. */
public final class WebServer {

  private static final String DOMAIN =
      """
      <domain>
        <name>web</name>
        <devices>
          <interface type='network'>
            <mac address='52:54:00:9f:80:45'/>
            <source network='default'/>
            <target dev='vnet2'/>
            <filterref filter='web'>
              <parameter name='IP' value='192.168.122.10'/>
            </filterref>
          </interface>
        </devices>
      </domain>
      """;

  private WebServer() {}

  /** Returns the filter: what every guest gets, and requests for web pages. */
  static Filter filter() {
    return Filter.builder("web")
        .include("clean-traffic")
        .rule(Rule.accept(IN, TCP).where(DSTPORTSTART, 80))
        .rule(Rule.drop(INOUT, ALL))
        .build();
  }

  /** Returns the guest's rules as text for {@code iptables-restore}. */
  static String rules() {
    Domain domain = LibvirtXml.readDomain(XmlSource.text(DOMAIN, "web.xml")).value();
    CompileOptions options =
        CompileOptions.builder().library(StockFilters.library().with(filter())).build();
    return FilterCompiler.compile(domain, options).text(Family.IPV4);
  }

  /**
   * Prints the rules.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.print(rules());
  }
}
