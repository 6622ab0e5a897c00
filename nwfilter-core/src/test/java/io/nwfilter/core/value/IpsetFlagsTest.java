package io.nwfilter.core.value;

import static io.nwfilter.core.value.IpsetFlags.End.DST;
import static io.nwfilter.core.value.IpsetFlags.End.SRC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.testing.EqualsTester;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpsetFlagsTest {

  @ParameterizedTest
  @CsvSource({
    "'src', 'src', 'dst'",
    "'DST', 'dst', 'src'",
    "'src,dst', 'src,dst', 'dst,src'",
    "'src,src,dst,src,dst,dst', 'src,src,dst,src,dst,dst', 'dst,dst,src,dst,src,src'"
  })
  void takesOneToSixEndsAndFlipsEach(String text, String canonical, String flipped) {
    assertEquals(canonical, IpsetFlags.parse(text).toString());
    assertEquals(flipped, IpsetFlags.parse(text).flipped().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "src,", ",dst", " src", "src dst", "both", "src,dst,src,dst,src,dst,src"})
  void refusesOtherFormsAndNamesTheLimit(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> IpsetFlags.parse(text));

    assertEquals(
        "'" + text + "' is not one to six times src or dst, separated by commas", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void refusesOtherNumbersOfEnds(int size) {
    ImmutableList<IpsetFlags.End> ends = ImmutableList.copyOf(Collections.nCopies(size, SRC));

    assertEquals(
        size + " ipset flags are outside 1..6",
        assertThrows(IllegalArgumentException.class, () -> new IpsetFlags(ends)).getMessage());
  }

  @Test
  void isEqualByItsEndsInOrder() {
    new EqualsTester()
        .addEqualityGroup(
            IpsetFlags.parse("src,dst"),
            new IpsetFlags(ImmutableList.of(SRC, DST)),
            IpsetFlags.parse("dst,src").flipped())
        .addEqualityGroup(IpsetFlags.parse("dst,src"))
        .addEqualityGroup(IpsetFlags.parse("src"))
        .testEquals();
  }
}
