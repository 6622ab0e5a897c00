package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartedDomainTest {

  @Test
  void aNameThatIsFreeIsFoundAfterAnyNumberOfOthers() {
    int count = 60_000;
    NetworkInterface[] interfaces = new NetworkInterface[count + 1];
    for (int i = 0; i < count; i++) {
      interfaces[i] = NetworkInterface.builder("bridge").targetDev("vnet" + i).build();
    }
    interfaces[count] = NetworkInterface.builder("bridge").filter("clean-traffic").build();
    assertEquals(
        Optional.of(new InterfaceName("vnet" + count)),
        StartedDomain.of(Domain.of("guest", interfaces)).interfaces().get(count).targetDev());
  }
}
