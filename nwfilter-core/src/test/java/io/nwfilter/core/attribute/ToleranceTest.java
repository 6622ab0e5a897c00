package io.nwfilter.core.attribute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Utf8Prefix;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libvirt 9.0.0 takes besides legal values, and for what. */
class ToleranceTest {

  private static AttributeSpec<?> spec(String protocol, String attribute) {
    return Protocol.of(protocol).orElseThrow().attribute(attribute).orElseThrow();
  }

  private static <T> Optional<String> taken(AttributeSpec<T> spec, String text) {
    return spec.tolerate(text).map(spec::print);
  }

  @ParameterizedTest
  @CsvSource({
    "mac, srcmacaddr, 1:2:3:4:5:6 x, 01:02:03:04:05:06",
    "mac, srcmacaddr, 1:2:3:4:5:6\u00e9, 01:02:03:04:05:06",
    "mac, srcmacmask, ff:ff:ff:0:0:0 x, ff:ff:ff:00:00:00",
    "stp, root-cost, -1, 4294967295",
    "stp, root-cost, -ff, 0xffffff01",
    "tcp, srcportstart, -4294967295, 1",
    "tcp, srcportstart, -0, 0",
    "ip, protocol, -0xfffffffa, tcp",
    "arp, opcode, -4294967294, Reply",
    "tcp, srcipmask, -4294967272, 24",
    "tcp, connlimit-above, -4294967295, 1",
    "tcp, state, NEW RELATED, 'NEW,RELATED'",
    "tcp, flags, SYN ACK/SYN, 'SYN,ACK/SYN'",
    "all, ipsetflags, 'src,dst,src,dst,src,dst,', 'src,dst,src,dst,src,dst'",
    "tcp, srcipaddr, $A[3]foo, $A[3]",
    "tcp, srcipaddr, $A[ 1 ], $A[1]",
    "tcp, srcipaddr, $A[-1], $A[4294967295]",
    "tcp, srcipaddr, $A[ @ +7 ]x, $A[@7]",
    "tcp, srcipaddr, $A[@-4294966296], $A[@1000]",
  })
  void takenForSomethingElse(String protocol, String attribute, String text, String printed) {
    AttributeSpec<?> spec = spec(protocol, attribute);
    assertThrows(IllegalValueException.class, () -> spec.parse(text));
    assertEquals(Optional.of(printed), taken(spec, text));
  }

  @ParameterizedTest
  @CsvSource({
    "mac, srcmacaddr, 1:2:3:4:5:6x",
    "mac, srcmacmask, ff:0:ff:0:0:0 x",
    "tcp, srcportstart, -1",
    "tcp, srcportstart, - 0",
    "tcp, srcportstart, -+0",
    "tcp, srcportstart, -4294967296",
    "tcp, connlimit-above, -0x1",
    "tcp, srcipmask, -24",
    "tcp, state, NEW|RELATED",
    "all, ipsetflags, 'src,dst,src,dst,src,'",
    "tcp, srcipaddr, $A[3",
    "tcp, srcipaddr, $A[1 x]",
    "tcp, srcipaddr, $A[ ]",
    "tcp, srcipaddr, $A[@-4294966295]",
    "tcp, srcipaddr, $A-b[3]x",
    "tcp, srcipaddr, fe80::1",
  })
  void refusedByLibvirtAsWell(String protocol, String attribute, String text) {
    assertEquals(Optional.empty(), taken(spec(protocol, attribute), text));
  }

  @Test
  void commentsAreCutBetweenCharacters() {
    AttributeSpec<?> comment = spec("tcp", "comment");
    assertEquals(Optional.of("c".repeat(256)), taken(comment, "c".repeat(257)));
    assertEquals(Optional.of("\u20ac".repeat(85)), taken(comment, "\u20ac".repeat(86)));
    assertEquals("a\ud83d\ude00", Utf8Prefix.of("a\ud83d\ude00b", 5));
    assertEquals("a", Utf8Prefix.of("a\ud83d\ude00b", 4));
    assertEquals("\u00e4", Utf8Prefix.of("\u00e4\u00e4", 3));
  }
}
