package io.nwfilter.core.value;

import static io.nwfilter.core.value.ConnectionState.ESTABLISHED;
import static io.nwfilter.core.value.ConnectionState.INVALID;
import static io.nwfilter.core.value.ConnectionState.NEW;
import static io.nwfilter.core.value.ConnectionState.RELATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.testing.EqualsTester;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms were tried on libvirt 9.0.0. */
class ConnectionStatesTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "NEW,NEW",
        "'ESTABLISHED,NEW','NEW,ESTABLISHED'",
        "'new,Established','NEW,ESTABLISHED'",
        "'INVALID,RELATED,ESTABLISHED,NEW','NEW,ESTABLISHED,RELATED,INVALID'",
        "'NEW,NEW',NEW",
        "none,NONE",
        "'NEW,NONE',NONE",
        "'none,NEW',NONE",
        "'NEW,',NEW",
        "',NEW',NEW",
        "'NEW,,RELATED','NEW,RELATED'",
        "' NEW , ESTABLISHED','NEW,ESTABLISHED'",
        "'NEW\t,\nINVALID','NEW,INVALID'"
      })
  void printsTheStatesInTheirOrder(String text, String canonical) {
    assertEquals(canonical, ConnectionStates.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ","})
  void withoutANameNothingIsSpecified(String text) {
    assertEquals(ConnectionStates.UNSPECIFIED, ConnectionStates.parse(text));
    assertEquals("", ConnectionStates.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNTRACKED", "NEWx", "NEW ESTABLISHED", "NEW;RELATED", "NEW,foo"})
  void refusesUnknownNamesAndListsTheKnown(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> ConnectionStates.parse(text));

    assertEquals(
        "'" + text + "' is not NONE or a list of NEW, ESTABLISHED, RELATED and INVALID",
        e.getMessage());
  }

  @Test
  void keepsItsOwnOrderWhateverTheOrderOfTheArguments() {
    assertEquals(
        ImmutableList.of(NEW, RELATED, INVALID),
        List.copyOf(ConnectionStates.of(INVALID, NEW, RELATED).states()));
  }

  @Test
  void noneHasNoStates() {
    assertEquals(ImmutableSet.of(), new ConnectionStates(ImmutableSet.of(NEW), true).states());
  }

  @Test
  void isEqualByStatesAndNone() {
    new EqualsTester()
        .addEqualityGroup(
            ConnectionStates.of(NEW, ESTABLISHED),
            ConnectionStates.of(ESTABLISHED, NEW),
            ConnectionStates.parse("established,new"))
        .addEqualityGroup(ConnectionStates.of(NEW))
        .addEqualityGroup(ConnectionStates.UNSPECIFIED, ConnectionStates.parse(""))
        .addEqualityGroup(
            ConnectionStates.NONE,
            ConnectionStates.parse("NONE"),
            new ConnectionStates(ImmutableSet.of(RELATED), true))
        .testEquals();
  }
}
