package io.nwfilter.core.value;

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
class TcpFlagsTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "'SYN,ACK/SYN','SYN,ACK/SYN'",
        "'ack,syn/Ack','SYN,ACK/ACK'",
        "/SYN,NONE/SYN",
        "SYN/,SYN/NONE",
        "/,NONE/NONE",
        "'all/none',ALL/NONE",
        "'RST,FIN,PSH,URG,ACK,SYN/RST,SYN','ALL/SYN,RST'",
        "'SYN,/ACK',SYN/ACK",
        "',SYN/ACK',SYN/ACK",
        "'SYN,NONE/ACK',SYN/ACK",
        "'SYN, ACK/ SYN ','SYN,ACK/SYN'",
        "'URG,PSH/FIN','PSH,URG/FIN'"
      })
  void printsMaskAndFlagsInTheirOrder(String text, String canonical) {
    assertEquals(canonical, TcpFlags.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SYN", "SYN/ACK/FIN", "SYN//", "ECE/ECE", "SYN ACK/SYN", "FOO/SYN"})
  void refusesOtherFormsAndListsTheFlags(String text) {
    IllegalValueException e = assertThrows(IllegalValueException.class, () -> TcpFlags.parse(text));

    assertEquals(
        "'"
            + text
            + "' is not MASK/FLAGS, each a list of SYN, ACK, URG, PSH, FIN and RST, or ALL or NONE,"
            + " such as SYN,ACK/SYN",
        e.getMessage());
  }

  @Test
  void keepsMaskAndFlagsApart() {
    TcpFlags flags = TcpFlags.parse("RST,SYN/FIN");

    assertEquals(ImmutableList.of(TcpFlag.SYN, TcpFlag.RST), List.copyOf(flags.mask()));
    assertEquals(ImmutableList.of(TcpFlag.FIN), List.copyOf(flags.set()));
  }

  @Test
  void isEqualByMaskAndFlags() {
    new EqualsTester()
        .addEqualityGroup(
            TcpFlags.parse("SYN,ACK/SYN"),
            TcpFlags.parse("ack,syn/syn"),
            new TcpFlags(ImmutableSet.of(TcpFlag.ACK, TcpFlag.SYN), ImmutableSet.of(TcpFlag.SYN)))
        .addEqualityGroup(TcpFlags.parse("SYN/SYN,ACK"))
        .addEqualityGroup(TcpFlags.parse("SYN,ACK/ACK"))
        .testEquals();
  }
}
