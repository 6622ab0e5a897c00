package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What others may write cannot break a ruleset: each hostile text in each place either ends up in
 * the kernel exactly as it is, in as many chains and rules as a harmless one, or is refused.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class InjectionTest {

  private static final ImmutableMap<String, String> TEXTS =
      ImmutableMap.<String, String>builder()
          .put("empty", "")
          .put("blank", " ")
          .put("blanks around", " a ")
          .put("words", "a b")
          .put("newline", "a\nb")
          .put("newline at the end", "a\n")
          .put("rule in a new line", "a\n-A INPUT -j ACCEPT")
          .put("commit in a new line", "a\nCOMMIT\n*filter\n-A INPUT -j ACCEPT\nCOMMIT")
          .put("quote and a rule", "a\"\n-A INPUT -j ACCEPT\n#\"")
          .put("carriage return", "a\rb")
          .put("tab", "a\tb")
          .put("single quote", "a'b")
          .put("double quote", "a\"b")
          .put("only a quote", "\"")
          .put("quoted target", "a\" -j ACCEPT --comment \"b")
          .put("escaped quote", "a\\\" -j ACCEPT --comment \\\"b")
          .put("backslash", "a\\b")
          .put("backslash at the end", "a\\")
          .put("backslashes at the end", "a\\\\")
          .put("backslash n", "a\\nb")
          .put("backslash and digits", "a\\012b")
          .put("leading dash", "-a")
          .put("two dashes", "--")
          .put("target", "-j ACCEPT")
          .put("option", "--comment")
          .put("file option", "-f/etc/passwd")
          .put("negation", "! ")
          .put("negated", "!a")
          .put("commit", "COMMIT")
          .put("table", "*filter")
          .put("chain", ":INPUT ACCEPT [0:0]")
          .put("hash", "# a")
          .put("semicolon", "a; reboot")
          .put("command", "$(id)")
          .put("variable", "a$P")
          .put("backticks", "`id`")
          .put("format", "%s%n%x")
          .put("brackets", "[0:0]")
          .put("NUL", "a\0b")
          .put("bell", "a\u0007b")
          .put("escape sequence", "a\u001b[2Jb")
          .put("DEL", "a\u007fb")
          .put("vertical tab", "a\u000bb")
          .put("form feed", "a\fb")
          .put("next line", "a\u0085b")
          .put("no-break space", "a\u00a0b")
          .put("line separator", "a\u2028b")
          .put("right to left", "a\u202eb")
          .put("byte order mark", "\ufeffa")
          .put("two bytes", "aéb")
          .put("three bytes", "a€b")
          .put("four bytes", "a\ud83d\ude00b")
          .put("high surrogate", "a\ud83db")
          .put("low surrogate", "a\ude00b")
          .put("replacement character", "a\ufffdb")
          .put("no character", "a\uffffb")
          .put("path", "../../etc/passwd")
          .put("interface of all", "vnet+")
          .put("255 bytes", "c".repeat(255))
          .put("256 bytes", "c".repeat(256))
          .put("255 bytes and a quote", "c".repeat(254) + "\"x")
          .put("255 bytes and a backslash", "c".repeat(254) + "\\x")
          .put("255 quotes", "\"".repeat(255))
          .put("255 backslashes", "\\".repeat(255))
          .put("cut character", "c".repeat(254) + "é")
          .put("very long", "0123456789".repeat(2000))
          .buildOrThrow();

  private static Stream<Arguments> cases() {
    return Stream.of(HostilePlace.values())
        .flatMap(place -> TEXTS.keySet().stream().map(text -> Arguments.of(place, text)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void keptOrRefused(HostilePlace place, String text, NetworkNamespace namespace) {
    new Injection(namespace, place).assertHarmless(String.valueOf(TEXTS.get(text)));
  }

  /** A place where every text is refused would show nothing. */
  @ParameterizedTest
  @EnumSource(HostilePlace.class)
  void harmlessTextIsTaken(HostilePlace place, NetworkNamespace namespace) {
    Injection injection = new Injection(namespace, place);
    assertFalse(injection.isRefused(place.harmless()));
  }

  static Map<String, String> texts() {
    return TEXTS;
  }
}
