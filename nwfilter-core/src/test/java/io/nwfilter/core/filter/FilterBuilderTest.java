package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.IllegalValueException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Changing a copy of a filter, and what no filter can be. */
class FilterBuilderTest {

  private static final UUID ID = UUID.fromString("6ef53069-ba34-94a0-d33d-17751b9b8cb1");
  private static final Rule SSH = Rule.accept(Direction.IN, Protocol.TCP).toPort(22).build();
  private static final Rule WEB = Rule.accept(Direction.IN, Protocol.TCP).toPort(80).build();
  private static final Rule REST = Rule.drop(Direction.INOUT, Protocol.ALL).build();
  private static final FilterReference CLEAN =
      FilterReference.of("clean-traffic", "IP", "10.0.0.5");
  private static final SourceLocation HERE = new SourceLocation("f.xml", 3, 7);

  private static final Filter FILTER =
      new Filter(
          "web",
          Optional.of(ID),
          ChainName.of("ipv4-web"),
          OptionalInt.of(-77),
          List.of(CLEAN, SSH, REST, SSH),
          HERE);

  private static Filter with(FilterEntry... entries) {
    return new Filter(
        "web",
        Optional.of(ID),
        ChainName.of("ipv4-web"),
        OptionalInt.of(-77),
        List.of(entries),
        HERE);
  }

  @Test
  void holdsEverythingThatTheFilterHolds() {
    assertEquals(FILTER, FILTER.toBuilder().build());
    assertEquals(HERE, FILTER.toBuilder().build().location());
    assertEquals(with(CLEAN, SSH, REST, SSH, WEB), FILTER.toBuilder().rule(WEB).build());
  }

  @Test
  void takesEntriesAwayAndPutsOthersInTheirPlaces() {
    assertEquals(with(CLEAN, REST, SSH), FILTER.toBuilder().remove(SSH).build());
    assertEquals(with(CLEAN, REST), FILTER.toBuilder().removeIf(SSH::equals).build());
    assertEquals(with(CLEAN, WEB, REST, SSH), FILTER.toBuilder().replace(SSH, WEB).build());
    assertEquals(
        with(CLEAN, WEB, REST, WEB),
        FILTER.toBuilder().replaceAll(entry -> entry.equals(SSH) ? WEB : entry).build());
  }

  @Test
  void refusesToTakeAwayWhatIsNotThere() {
    assertEquals(
        "the filter 'web' does not have " + WEB,
        assertThrows(IllegalArgumentException.class, () -> FILTER.toBuilder().remove(WEB))
            .getMessage());
    assertEquals(
        "the filter 'web' does not have " + WEB,
        assertThrows(IllegalArgumentException.class, () -> FILTER.toBuilder().replace(WEB, SSH))
            .getMessage());
  }

  @Test
  void givesACopyANameAndNoUuid() {
    assertEquals(
        new Filter(
            "other",
            Optional.empty(),
            ChainName.of("ipv4-web"),
            OptionalInt.of(-77),
            FILTER.entries(),
            HERE),
        FILTER.toBuilder().name("other").withoutUuid().build());
  }

  @Test
  void refusesNamesThatLibvirtCannotStore() {
    String expected =
        " is not a legal filter name: 1 to 247 bytes without '/', because libvirt stores"
            + " each filter in a file of that name";

    assertEquals(
        "'a/b'" + expected,
        assertThrows(IllegalValueException.class, Filter.builder("a/b")::build).getMessage());
    String longest = "ä".repeat(123) + "b";
    assertEquals(longest, Filter.builder(longest).build().name());
    assertEquals(
        "'" + longest + "c'" + expected,
        assertThrows(IllegalValueException.class, Filter.builder(longest + "c")::build)
            .getMessage());
  }

  @Test
  void keepsACopyOfItsEntries() {
    Filter.Builder builder = Filter.builder("web").rule(SSH);
    Filter first = builder.build();
    builder.rule(WEB);

    assertEquals(List.of(SSH), first.entries());
    assertThrows(UnsupportedOperationException.class, () -> first.entries().clear());
  }

  @Test
  void aReferenceTakesNamesAndValuesInPairs() {
    assertEquals(
        FilterReference.of("f", Parameters.of("A", "1", "3").with("B", "2")),
        FilterReference.of("f", "A", "1", "B", "2", "A", "3"));
    assertEquals(FilterReference.of("f", Parameters.NONE), FilterReference.of("f"));
    assertEquals(
        "the parameter 'B' has no value",
        assertThrows(IllegalArgumentException.class, () -> FilterReference.of("f", "A", "1", "B"))
            .getMessage());
    assertEquals(
        "'a-b' is not a legal parameter name: letters, digits and '_'",
        assertThrows(IllegalValueException.class, () -> FilterReference.of("f", "a-b", "1"))
            .getMessage());
  }
}
