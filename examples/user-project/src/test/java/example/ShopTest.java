package example;

import static io.nwfilter.netfilter.exchange.Exchanges.dhcp;
import static io.nwfilter.netfilter.exchange.Exchanges.dns;
import static io.nwfilter.netfilter.exchange.Exchanges.tcpHandshake;
import static io.nwfilter.netfilter.guarantee.Guarantees.noForeignSourceMac;
import static io.nwfilter.netfilter.guarantee.Guarantees.onlyTcpPortsOpen;

import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.testkit.assertion.CompiledAssert;
import io.nwfilter.testkit.junit.FilterTest;
import io.nwfilter.testkit.junit.GoldenDirectory;
import io.nwfilter.testkit.junit.GoldenFiles;
import org.junit.jupiter.api.Test;

@FilterTest(value = "src/main/filters/shop.xml", parameters = "IP=10.0.0.7")
@GoldenDirectory("src/test/golden")
class ShopTest {

  @Test
  void customersAndAdministratorsGetIn(CompiledAssert shop) {
    shop.completes(tcpHandshake(443))
        .completes(tcpHandshake(22).from("10.0.0.0/8"))
        .fails(tcpHandshake(22).from("11.0.0.0/8"));
  }

  @Test
  void theShopGetsOutForNamesAndAddressesOnly(CompiledAssert shop) {
    shop.completes(dns()).completes(dhcp()).fails(tcpHandshake(443).toAnyone());
  }

  @Test
  void nobodyElsesAddressLeaves(CompiledAssert shop) {
    shop.fromGuest("udp 10.0.0.8:40000 > 10.0.0.1:53").isDropped();
    shop.toGuest("tcp 192.0.2.9:40000 > 10.0.0.7:23").isDroppedBy("shop", 18);
  }

  @Test
  void holdsForEveryPacket(CompiledAssert shop) {
    shop.guarantees(noForeignSourceMac()).guarantees(onlyTcpPortsOpen(22, 443));
  }

  @Test
  void onlyKnownWarnings(CompiledAssert shop) {
    shop.hasNoWarningsExcept(LoweringCode.MIRRORED, CompileCode.NOT_FILTERED_WHEN_ROUTED);
  }

  @Test
  void rules(CompiledInterface shop, GoldenFiles golden) {
    golden.assertMatches("shop.rules", shop);
  }
}
