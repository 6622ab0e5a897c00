package io.nwfilter.core.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.MacAddress;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainTest {

  private static final SourceLocation HERE = new SourceLocation("d.xml", 4, 8);
  private static final SourceLocation THERE = new SourceLocation("e.xml", 5, 9);
  private static final MacAddress MAC = MacAddress.parse("52:54:00:01:02:03");
  private static final MacAddress OTHER_MAC = MacAddress.parse("52:54:00:03:02:01");
  private static final InterfaceName NAME = new InterfaceName("vnet3");
  private static final FilterReference FILTER =
      FilterReference.of("clean-traffic", Parameters.of("IP", "10.0.0.7"));
  private static final FilterBinding.Owner OWNER = new FilterBinding.Owner("web", new UUID(11, 12));

  private static NetworkInterface of(
      String type, MacAddress mac, String name, String source, String filter, SourceLocation at) {
    return new NetworkInterface(
        Attachment.of(type, ImmutableMap.of("network", source)),
        Optional.of(new VirtualPort("midonet")),
        Optional.of(mac),
        ImmutableList.of("192.0.2.9"),
        Optional.of(new InterfaceName(name)),
        Optional.of(FilterReference.of(filter, Parameters.NONE)),
        at);
  }

  @ParameterizedTest
  @CsvSource({
    "network, true",
    "bridge, true",
    "ethernet, true",
    "direct, false",
    "user, false",
    "hostdev, false",
    "Network, false",
    "'', false"
  })
  void onlyInterfacesBackedByATapAreFilterable(String type, boolean filterable) {
    NetworkInterface.Builder builder =
        NetworkInterface.builder(Attachment.of(type, ImmutableMap.of("network", "default")));
    assertEquals(filterable, builder.build().isFilterable());
    assertEquals(filterable, builder.virtualPort(new VirtualPort("")).build().isFilterable());
    assertFalse(builder.virtualPort(new VirtualPort("openvswitch")).build().isFilterable());
  }

  @Test
  void interfacesAreEqualByEverythingButTheirLocation() {
    new EqualsTester()
        .addEqualityGroup(
            of("network", MAC, "vnet3", "default", "f", HERE),
            of("network", MAC, "vnet3", "default", "f", THERE))
        .addEqualityGroup(of("bridge", MAC, "vnet3", "default", "f", HERE))
        .addEqualityGroup(of("network", OTHER_MAC, "vnet3", "default", "f", HERE))
        .addEqualityGroup(of("network", MAC, "vnet4", "default", "f", HERE))
        .addEqualityGroup(of("network", MAC, "vnet3", "other", "f", HERE))
        .addEqualityGroup(of("network", MAC, "vnet3", "default", "g", HERE))
        .testEquals();
  }

  @Test
  void domainsAreEqualByEverythingButTheirLocation() {
    ImmutableList<NetworkInterface> one =
        ImmutableList.of(of("network", MAC, "vnet3", "default", "f", HERE));
    Optional<UUID> uuid = Optional.of(new UUID(21, 22));
    new EqualsTester()
        .addEqualityGroup(new Domain("web", uuid, one, HERE), new Domain("web", uuid, one, THERE))
        .addEqualityGroup(new Domain("db", uuid, one, HERE))
        .addEqualityGroup(new Domain("web", Optional.empty(), one, HERE))
        .addEqualityGroup(new Domain("web", uuid, ImmutableList.of(), HERE))
        .testEquals();
  }

  @Test
  void bindingsAreEqualByEverythingButTheirLocation() {
    Optional<String> link = Optional.of("br0");
    new EqualsTester()
        .addEqualityGroup(
            new FilterBinding(Optional.of(OWNER), NAME, link, MAC, FILTER, HERE),
            new FilterBinding(Optional.of(OWNER), NAME, link, MAC, FILTER, THERE))
        .addEqualityGroup(
            FilterBinding.of(NAME, MAC, FILTER),
            new FilterBinding(Optional.empty(), NAME, Optional.empty(), MAC, FILTER, HERE))
        .addEqualityGroup(FilterBinding.of(new InterfaceName("vnet4"), MAC, FILTER))
        .addEqualityGroup(FilterBinding.of(NAME, OTHER_MAC, FILTER))
        .addEqualityGroup(
            FilterBinding.of(NAME, MAC, FilterReference.of("clean-traffic", Parameters.NONE)))
        .addEqualityGroup(new FilterBinding(Optional.empty(), NAME, link, MAC, FILTER, HERE))
        .testEquals();
  }

  @Test
  void aBindingBuiltInCodeHasNeitherOwnerNorLink() {
    FilterBinding binding = FilterBinding.of(NAME, MAC, FILTER);

    assertEquals(Optional.empty(), binding.owner());
    assertEquals(Optional.empty(), binding.linkDev());
    assertEquals(SourceLocation.NONE, binding.location());
  }

  @Test
  void ownersAreEqualByNameAndUuid() {
    new EqualsTester()
        .addEqualityGroup(OWNER, new FilterBinding.Owner("web", new UUID(11, 12)))
        .addEqualityGroup(new FilterBinding.Owner("db", new UUID(11, 12)))
        .addEqualityGroup(new FilterBinding.Owner("web", new UUID(12, 11)))
        .testEquals();
    assertThrows(NullPointerException.class, () -> new FilterBinding.Owner("web", null));
  }
}
