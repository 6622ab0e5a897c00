package io.nwfilter.netfilter.simulate;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nf_tables compares with ports and flags, as it was seen to with Linux 6.18. */
class TransportOctetsTest {

  private static final String OF_TCP =
      "--sport 1; ! --sport 1; --dport 2; ! --dport 2; --tcp-flags SYN SYN; ! --tcp-flags SYN SYN;"
          + " --dport 2 --tcp-option 4; --dport 2 ! --tcp-option 4; ! --sport 1 ! --dport 2;"
          + " ! --sport 1 -m tcp ! --dport 2; ! --sport 0:65535 --dport 2";

  /** {@return the numbers of the rules that a packet between guests meets, if it is not tracked} */
  private static List<Integer> met(Family family, String protocol, String options, String packet) {
    String rules =
        Splitter.on(';')
            .trimResults()
            .splitToStream(options)
            .map(option -> "-p " + protocol + " -m " + protocol + " " + option)
            .collect(joining(";"));
    Ruleset ruleset = TestHost.forward(family, "filter", rules);
    return TestHost.run(TestHost.with(ruleset), packet + TestHost.TO_GUEST, Entry.port("vnet0"))
        .courses()
        .get(0)
        .steps()
        .stream()
        .filter(step -> step instanceof Step.Called)
        .flatMap(step -> ((Step.Called) step).chain().rules().stream())
        .filter(TriedRule::matched)
        .map(TriedRule::number)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp syn 10.0.0.11:1 > 10.0.0.12:2 | [1, 3, 5, 8, 11]
          tcp syn 10.0.0.11:1 > 10.0.0.12:3 | [1, 4, 5, 9]
          tcp ack 10.0.0.11:9 > 10.0.0.12:2 | [2, 3, 6, 8, 9, 11]
          tcp ack 10.0.0.11:9 > 10.0.0.12:3 | [2, 4, 6, 9, 10]
          ip 10.0.0.11 > 10.0.0.12 proto 6 frag 16 data 0x0001000200000000000000000002 \
          | [1, 3, 5, 11]
          ip 10.0.0.11 > 10.0.0.12 proto 6 frag 16 data 0x00010002000000000000000000 | [1, 3, 11]
          ip 10.0.0.11 > 10.0.0.12 proto 6 frag 16 data 0x00090002 | [2, 3, 9, 11]
          ip 10.0.0.11 > 10.0.0.12 proto 6 frag 16 data 0x000900 | [2]
          ip 10.0.0.11 > 10.0.0.12 proto 6 frag 16 data 0x00 | []
          ip 10.0.0.11 > 10.0.0.12 proto 6 data 0x0001 | [1]
          ip 10.0.0.11 > 10.0.0.12 proto 6 data 0x00 padding 9 | []
          """)
  void ofIpv4(String packet, String expected) {
    assertEquals(expected, met(Family.IPV4, "tcp", OF_TCP, packet).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          udp [fd00::11]:1 > [fd00::12]:2 | [2]
          udp [fd00::11]:1 > [fd00::12]:2 frag 0+ data 0x00000000 | [2]
          udp [fd00::11]:1 > [fd00::12]:2 destination-options 0x010400000000 | [2]
          ip6 fd00::11 > fd00::12 proto 17 frag 16 data 0x00010002 | [1]
          ip6 fd00::11 > fd00::12 proto 17 frag 16 | [1]
          ip6 fd00::11 > fd00::12 proto 17 frag 16 flow-label 2 | [1, 2]
          ip6 fd00::11 > fd00::12 proto 17 frag 16 tos 0x10 | [3]
          """)
  void ofLaterFragmentsOfIpv6(String packet, String expected) {
    String options = "--sport 24576; --dport 2; --sport 24832";

    assertEquals(expected, met(Family.IPV6, "udp", options, packet).toString());
  }
}
