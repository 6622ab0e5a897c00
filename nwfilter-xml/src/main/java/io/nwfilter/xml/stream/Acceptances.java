package io.nwfilter.xml.stream;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the comments of a document accept of the elements just after them. */
final class Acceptances {

  private static final String ELSEWHERE =
      "no <rule>, <filterref> or <interface> that is read follows it";
  private static final String BEFORE_ALL =
      "before the root element it is not about any rule: put it before each <rule>, <filterref> or"
          + " <interface> that it is about";

  /**
   * A comment that accepts something.
   *
   * @param codes what it accepts
   * @param place where it is
   */
  private record Acceptance(ImmutableSet<String> codes, SourceLocation place) {}

  /** What comments accept, until an element begins or ends. */
  private final List<Acceptance> pending = new ArrayList<>();

  /** What comments accept of the elements at some places, until somebody asks. */
  private final Map<SourceLocation, List<Acceptance>> unasked = new LinkedHashMap<>();

  private final DiagnosticSink ignored = new DiagnosticSink();

  void comment(String text, SourceLocation place) {
    AcceptanceComment comment = AcceptanceComment.of(text);
    comment.fault().ifPresent(fault -> ignore(place, fault));
    if (!comment.codes().isEmpty()) {
      pending.add(new Acceptance(comment.codes(), place));
    }
  }

  boolean arePending() {
    return !pending.isEmpty();
  }

  void startOfElement(SourceLocation element) {
    unasked.put(element, List.copyOf(pending));
    pending.clear();
  }

  void endOfElement() {
    pending.forEach(acceptance -> ignore(acceptance.place(), ELSEWHERE));
    pending.clear();
  }

  /** {@return the codes that comments just before an element accept; asked for once} */
  ImmutableSet<String> take(SourceLocation element) {
    List<Acceptance> taken = unasked.remove(element);
    ImmutableSet.Builder<String> codes = ImmutableSet.builder();
    if (taken != null) {
      taken.forEach(acceptance -> codes.addAll(acceptance.codes()));
    }
    return codes.build();
  }

  /**
   * {@return warnings about comments that accept nothing, once all of the document is read}
   *
   * @param root where the root element is
   */
  List<Diagnostic> ignored(SourceLocation root) {
    endOfElement();
    unasked.forEach(
        (element, all) ->
            all.forEach(one -> ignore(one.place(), element.equals(root) ? BEFORE_ALL : ELSEWHERE)));
    unasked.clear();
    return ignored.diagnostics();
  }

  private void ignore(SourceLocation place, String why) {
    ignored.report(
        DocumentCode.ACCEPT_IGNORED,
        place,
        DocumentException.clipped("the comment accepts no warnings: " + why));
  }
}
