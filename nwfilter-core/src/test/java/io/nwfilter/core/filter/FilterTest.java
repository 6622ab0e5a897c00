package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.IllegalValueException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

  private static final UUID ID = new UUID(1, 2);

  private static Filter.Builder full() {
    return Filter.builder("f")
        .uuid(ID)
        .chain("arp-ip")
        .chainPriority(-510)
        .include("g")
        .rule(Rule.drop(Direction.IN, Protocol.ARP))
        .include(FilterReference.of("h", Parameters.of("A", "1")))
        .location(new SourceLocation("f.xml", 2, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "root, 0",
    "mac, -800",
    "vlan, -750",
    "stp, 0",
    "ipv4, -700",
    "ipv6, -600",
    "arp, -500",
    "rarp-x, -400"
  })
  void takesTheDefaultPriorityOfItsChain(String chain, int priority) {
    assertEquals(priority, Filter.builder("f").chain(chain).build().chainPriority());
  }

  @Test
  void keepsAPriorityThatIsGivenWhateverTheOrderOfCalls() {
    assertEquals(7, Filter.builder("f").chainPriority(7).chain("mac").build().chainPriority());
  }

  @Test
  void theDefaultPriorityIsTheSameWrittenOrNot() {
    assertEquals(
        Filter.builder("f").chain("arp").build(),
        Filter.builder("f").chain("arp").chainPriority(-500).build());
  }

  @Test
  void spanningTreeHasAnotherDefaultThanIsDocumented() {
    Filter silent = Filter.builder("f").chain("stp-a").build();
    Filter explicit = Filter.builder("f").chain("stp-a").chainPriority(0).build();

    assertEquals(0, silent.chainPriority());
    assertEquals(0, silent.chainPriority(Semantics.AS_LIBVIRT));
    assertEquals(-810, silent.chainPriority(Semantics.AS_WRITTEN));
    assertEquals(0, explicit.chainPriority(Semantics.AS_WRITTEN));
    assertNotEquals(silent, explicit);
  }

  @Test
  void keepsRulesAndReferencesInterleaved() {
    Rule rule = Rule.drop(Direction.IN, Protocol.ARP).build();

    assertEquals(
        new Filter(
            "f",
            Optional.of(ID),
            ChainName.of("arp-ip"),
            OptionalInt.of(-510),
            ImmutableList.of(
                FilterReference.of("g", Parameters.NONE),
                rule,
                FilterReference.of("h", Parameters.of("A", "1"))),
            SourceLocation.NONE),
        full().build());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1001, 1001})
  void refusesPrioritiesOutsideTheRange(int priority) {
    Filter.Builder builder = Filter.builder("f").chainPriority(priority);

    assertEquals(
        "chain priority " + priority + " is outside -1000..1000",
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1000, 1000})
  void takesPrioritiesAtTheLimits(int priority) {
    assertEquals(priority, Filter.builder("f").chainPriority(priority).build().chainPriority());
  }

  @Test
  void needsAName() {
    Filter.Builder builder = Filter.builder("");

    assertEquals(
        "'' is not a legal filter name: 1 to 247 bytes without '/', because libvirt stores"
            + " each filter in a file of that name",
        assertThrows(IllegalValueException.class, builder::build).getMessage());
  }

  @Test
  void namesAreThoseOfFilesThatLibvirtStores() {
    Filter.checkName("clean-traffic");
    Filter.checkName("n".repeat(247));
    Filter.checkName("\u00e9".repeat(123) + "\n");
    for (String name : List.of("", "/", "a/b", "n".repeat(248), "\u00e9".repeat(124))) {
      assertThrows(IllegalValueException.class, () -> Filter.checkName(name), name);
    }
  }

  @Test
  void isEqualByEverythingButItsLocation() {
    new EqualsTester()
        .addEqualityGroup(full().build(), full().location(SourceLocation.NONE).build())
        .addEqualityGroup(full().uuid(new UUID(2, 1)).build())
        .addEqualityGroup(full().chain("arp-mac").build())
        .addEqualityGroup(full().chainPriority(-511).build())
        .addEqualityGroup(full().include("i").build())
        .addEqualityGroup(Filter.builder("f").build())
        .addEqualityGroup(Filter.builder("g").build())
        .testEquals();
  }

  @Test
  void referencesAreEqualByEverythingButTheirLocation() {
    Parameters parameters = Parameters.of("A", "1");
    new EqualsTester()
        .addEqualityGroup(
            FilterReference.of("f", parameters),
            new FilterReference("f", parameters, new SourceLocation("x.xml", 5, 6)))
        .addEqualityGroup(FilterReference.of("f", Parameters.NONE))
        .addEqualityGroup(FilterReference.of("g", parameters))
        .testEquals();
  }

  @Test
  void laterFiltersOfALibraryWin() {
    Filter old = Filter.builder("f").chain("mac").build();
    Filter other = Filter.builder("g").build();
    Filter replacement = Filter.builder("f").chain("arp").build();

    FilterLibrary library = FilterLibrary.of(List.of(old, other)).with(replacement);

    assertEquals(List.of(replacement, other), library.filters());
    assertEquals(Optional.of(replacement), library.find("f"));
    assertEquals("[f, g]", library.toString());
  }

  @Test
  void aLibraryIsNotChangedByWhatIsBuiltOnIt() {
    FilterLibrary library = FilterLibrary.of(List.of(Filter.builder("f").build()));

    assertEquals(2, library.with(Filter.builder("g").build()).filters().size());
    assertEquals("[f]", library.toString());
    assertEquals(Optional.empty(), library.find("g"));
    assertEquals(List.of(), FilterLibrary.empty().filters());
  }

  @Test
  void aLibraryRefusesTwoFiltersOfOneName() {
    List<Filter> filters =
        List.of(Filter.builder("f").build(), Filter.builder("f").chain("arp").build());

    assertThrows(IllegalArgumentException.class, () -> FilterLibrary.of(filters));
  }
}
