package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;

/**
 * A document that one release refuses, or about which the other has something else to say.
 *
 * @param document what it describes, such as {@code machine 'hoge'}
 * @param location where it is
 * @param effect what changes
 * @param diagnostics why: the errors of the release that refuses it, or the remarks that only one
 *     of both has
 */
public record DocumentChange(
    String document, SourceLocation location, Effect effect, List<Diagnostic> diagnostics) {

  /** What changes for a document. */
  public enum Effect {
    /** The new release refuses it. */
    REFUSED,
    /** The old release refuses it, and the new one does not. */
    ACCEPTED,
    /** Both refuse it; it is not part of the comparison. */
    STILL_REFUSED,
    /** The new release does something remarkable with it that the old one does not. */
    REMARKED,
    /** The old release does something remarkable with it that the new one does not. */
    NO_LONGER_REMARKED;

    /** {@return whether it is a change of what runs} */
    public boolean isChange() {
      return this == REFUSED || this == ACCEPTED;
    }
  }

  /**
   * Checks that all components are given.
   *
   * @param document what it describes
   * @param location where it is
   * @param effect what changes
   * @param diagnostics why
   */
  public DocumentChange {
    requireNonNull(document, "document");
    requireNonNull(location, "location");
    requireNonNull(effect, "effect");
    diagnostics = ImmutableList.copyOf(requireNonNull(diagnostics, "diagnostics"));
  }

  /** {@return what changes for a document of which both releases have made something} */
  static List<DocumentChange> between(Outcome before, Outcome after) {
    boolean was = before.compiled().isPresent();
    boolean is = after.compiled().isPresent();
    if (was || is) {
      ImmutableList.Builder<DocumentChange> changes = ImmutableList.builder();
      add(changes, after, is ? Effect.REMARKED : Effect.REFUSED, only(after, before));
      if (is) {
        add(
            changes,
            before,
            was ? Effect.NO_LONGER_REMARKED : Effect.ACCEPTED,
            only(before, after));
      }
      return changes.build();
    }
    // What no machine uses and none can use is nothing that an upgrade changes.
    return after.document().kind() == HostDocument.Kind.FILTER
        ? ImmutableList.of()
        : ImmutableList.of(of(after, Effect.STILL_REFUSED, after.diagnostics()));
  }

  private static void add(
      ImmutableList.Builder<DocumentChange> changes,
      Outcome outcome,
      Effect effect,
      List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty() || effect.isChange()) {
      changes.add(of(outcome, effect, diagnostics));
    }
  }

  private static DocumentChange of(Outcome outcome, Effect effect, List<Diagnostic> diagnostics) {
    return new DocumentChange(
        outcome.document().toString(), outcome.document().location(), effect, diagnostics);
  }

  /** {@return the remarks of one about what the other says nothing about} */
  private static List<Diagnostic> only(Outcome one, Outcome other) {
    return one.diagnostics().stream()
        .filter(remark -> other.diagnostics().stream().noneMatch(known -> isSame(remark, known)))
        .toList();
  }

  /** The words may name the release. */
  private static boolean isSame(Diagnostic one, Diagnostic other) {
    return one.code().equals(other.code()) && one.location().equals(other.location());
  }
}
