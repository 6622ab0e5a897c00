import static io.nwfilter.core.attribute.Attributes.DSTPORTSTART;
import static io.nwfilter.core.attribute.Protocol.ALL;
import static io.nwfilter.core.attribute.Protocol.ICMP;
import static io.nwfilter.core.attribute.Protocol.TCP;
import static io.nwfilter.core.attribute.Protocol.UDP;
import static io.nwfilter.core.filter.Direction.IN;
import static io.nwfilter.core.filter.Direction.INOUT;
import static io.nwfilter.core.filter.Direction.OUT;

import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;

/**
 * Builds a filter and a virtual machine in Java and prints the rules that libvirt installs for
 * them. No XML is read and no host is needed: compiling is a pure function.
 *
 * <p>It prints what {@code ./nwfilter compile --filters examples/filters examples/hoge.xml} prints.
 * To run it from the root of the checkout, after {@code ./nwfilter --version} has built the jar:
 *
 * <pre>java -cp nwfilter-cli/target/nwfilter.jar examples/CompileHoge.java</pre>
 */
public class CompileHoge {

  /** Compiles the machine and prints one text per tool. */
  public static void main(String[] args) {
    // Filters refer to each other by name: moge needs clean-traffic, one of the 24 that libvirt
    // ships. What is added to a library replaces what was there.
    FilterLibrary library = StockFilters.library().with(moge());
    CompileOptions options = CompileOptions.builder().library(library).build();

    // Throws an NwfilterException, which says where and why, if libvirt could not start it.
    CompiledDomain compiled = FilterCompiler.compile(hoge(), options);

    for (Family family : Family.values()) {
      String text = compiled.text(family); // complete and atomic; empty if there are no rules
      System.out.println("# " + family.restoreTool() + (text.isEmpty() ? ": no rules" : ""));
      System.out.print(text);
    }

    // Where the kernel gets something else than the author of a filter may have meant.
    compiled.diagnostics().forEach(System.err::println);
  }

  /** The filter of examples/filters/moge.xml: serves SSH and HTTP, may ping and ask for names. */
  public static Filter moge() {
    // "in" is towards the guest, "out" from the guest. Each accepting rule also lets the replies
    // through, by connection tracking. Rules of one priority, here the default 500, stay in order.
    return Filter.builder("moge")
        .include("clean-traffic") // no spoofing of MAC, IP or ARP
        .rule(Rule.accept(IN, TCP).where(DSTPORTSTART, 22))
        .rule(Rule.accept(IN, TCP).where(DSTPORTSTART, 80))
        .rule(Rule.accept(OUT, ICMP))
        .rule(Rule.accept(OUT, UDP).where(DSTPORTSTART, 53))
        .rule(Rule.drop(INOUT, ALL)) // everything else
        .build();
  }

  /** The machine of examples/hoge.xml, as far as filters are concerned: one interface. */
  public static Domain hoge() {
    NetworkInterface vnet2 =
        NetworkInterface.builder(Attachment.Network.named("default")) // or Bridge, or Ethernet
            .mac(MacAddress.parse("52:54:00:9f:80:45")) // the variable MAC
            .targetDev(new InterfaceName("vnet2")) // the tap device on the host
            .filter(FilterReference.of("moge", Parameters.of("IP", "192.168.122.10")))
            .build();
    return Domain.of("hoge", vnet2);
  }
}
