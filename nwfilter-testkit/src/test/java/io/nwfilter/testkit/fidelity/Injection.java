package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.value.Utf8Prefix;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.kernel.KernelState;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a hostile text in some place does to the kernel's rules. */
final class Injection {

  /** As iptables-save prints words: in double quotes if need be, where a backslash escapes. */
  private static final Pattern COMMENT =
      Pattern.compile("--comment (\"(?:[^\"\\\\]|\\\\.)*\"|[^\" ]+)", Pattern.DOTALL);

  /** Places that differ only in how a text gets there give the kernel the same. */
  private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

  private static final Map<HostilePlace, KernelState> HARMLESS = new ConcurrentHashMap<>();

  private final NetworkNamespace namespace;
  private final HostilePlace place;

  Injection(NetworkNamespace namespace, HostilePlace place) {
    this.namespace = namespace;
    this.place = place;
  }

  /** {@return whether the text is refused with a reason} */
  boolean isRefused(String text) {
    return compile(text) == null;
  }

  /**
   * Checks that the text is refused, or that the kernel has it where it belongs, and only there.
   */
  void assertHarmless(String text) {
    CompiledInterface compiled = compile(text);
    if (compiled == null) {
      return;
    }
    RestoreTexts texts = texts(compiled);
    RestoreTexts expected = texts(place.compile(place.harmless()));
    if (texts.equals(expected) || isAbsent(text, texts) || CHECKED.contains(texts + text)) {
      return; // the text is nowhere in it, or was seen there before
    }
    KernelState harmless = HARMLESS.computeIfAbsent(place, p -> load(expected, p.harmless()));
    KernelState state = load(texts, text);
    switch (place) {
      case COMMENT_IN_XML,
          COMMENT_IN_CODE,
          COMMENT_AS_VALUE,
          COMMENT_UNCHECKED,
          COMMENT_OF_IPV6,
          COMMENT_AS_WRITTEN ->
          assertComments(compiled, text, state, harmless);
      case SET_IN_XML, SET_IN_CODE, SET_UNCHECKED, SET_IN_VARIABLE, SET_AS_WRITTEN ->
          assertEquals(
              harmless.toString().replace(' ' + place.harmless() + ' ', ' ' + text + ' '),
              state.toString());
      case CHAIN_IN_XML, CHAIN_IN_CODE, INTERFACE_IN_XML, INTERFACE_IN_CODE ->
          assertEquals(
              sorted(harmless.toString().replace(place.harmless(), text)),
              sorted(state.toString()));
      default -> throw new AssertionError("'" + text + "' changes the rules:\n" + state);
    }
    CHECKED.add(texts + text);
  }

  /** {@return whether a blank text is compiled as if there were none} */
  private boolean isAbsent(String text, RestoreTexts texts) {
    return text.isBlank() && texts.equals(texts(place.compile("")));
  }

  private @Nullable CompiledInterface compile(String text) {
    try {
      return place.compile(text);
    } catch (NwfilterException e) {
      assertNotNull(e.diagnostic().code());
      return null;
    } catch (IllegalArgumentException e) { // refused by what was to be made in code
      assertTrue(e.getMessage() != null && !e.getMessage().isEmpty(), "no reason");
      return null;
    }
  }

  private static RestoreTexts texts(CompiledInterface compiled) {
    CompiledHost host = new CompiledHost(ImmutableList.of(compiled));
    return new RestoreTexts(
        host.text(Family.IPV4), host.text(Family.IPV6), host.text(Family.BRIDGE));
  }

  private KernelState load(RestoreTexts texts, String text) {
    if (place.name().startsWith("SET")) {
      namespace.exec("", "ipset", "-exist", "create", text, "hash:ip");
    }
    try {
      namespace.load(texts);
      return KernelState.capture(namespace);
    } finally {
      namespace.flush();
    }
  }

  private static void assertComments(
      CompiledInterface compiled, String text, KernelState state, KernelState harmless) {
    String printed = state.toString();
    assertEquals(
        COMMENT.matcher(harmless.toString()).replaceAll("COMMENT"),
        COMMENT.matcher(printed).replaceAll("COMMENT"));
    boolean truncated =
        compiled.diagnostics().stream().anyMatch(d -> d.code() == FilterCode.COMMENT_TRUNCATED);
    for (String comment : words(COMMENT, printed)) {
      if (truncated) {
        assertEquals(Utf8Prefix.of(text, 255), comment);
      } else {
        assertEquals(text, comment);
      }
    }
  }

  private static List<String> words(Pattern pattern, String rules) {
    List<String> words = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(rules); matcher.find(); ) {
      String word = matcher.group(1);
      words.add(
          word.startsWith("\"")
              ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1")
              : word);
    }
    return words;
  }

  /** Chains are listed by name. */
  private static List<String> sorted(String state) {
    return state.lines().sorted().toList();
  }
}
