package io.nwfilter.core.resolve;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NameSuggestions;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Resolves the filter of an interface: walks the tree of filters and orders their rules. */
public final class FilterResolver {

  private static final Comparator<ScopedRule> ROOT_FIRST_THEN_PRIORITY =
      Comparator.comparing((ScopedRule rule) -> !rule.chain().isRoot())
          .thenComparingInt(ScopedRule::priority);

  /** How deep filters may include each other. */
  public static final int MAX_DEPTH = 200;

  /** How often filters may be included under one interface, all together. */
  public static final int MAX_INCLUSIONS = 20_000;

  /** How many rules an interface may have, before variables multiply them. */
  public static final int MAX_RULES = 250_000;

  private final FilterLibrary library;
  private final Semantics semantics;
  private final DiagnosticSink errors;
  private final NameSuggestions suggestions = new NameSuggestions();
  private int included;
  private final List<ScopedRule> rules = new ArrayList<>();
  private final List<Inclusion> inclusions = new ArrayList<>();

  /** What each reference passes; some are met thousands of times. */
  private final IdentityHashMap<FilterReference, Parameters> passed = new IdentityHashMap<>();

  private FilterResolver(FilterLibrary library, Semantics semantics, DiagnosticSink errors) {
    this.library = library;
    this.semantics = semantics;
    this.errors = errors;
  }

  /**
   * {@return the rules of a filter in the order in which libvirt evaluates them}
   *
   * @param library where filters are found
   * @param reference the filter; its own parameters are defined where the variables do not
   * @param variables the variables of the interface
   * @throws ResolutionException as {@link #resolve(FilterLibrary, FilterReference, Parameters,
   *     Semantics)} does
   */
  public static ResolvedFilter resolve(
      FilterLibrary library, FilterReference reference, Parameters variables) {
    return resolve(library, reference, variables, Semantics.AS_LIBVIRT);
  }

  /**
   * {@return the rules of a filter in the order in which they are evaluated}
   *
   * @param library where filters are found
   * @param reference the filter; its own parameters are defined where the variables do not
   * @param variables the variables of the interface
   * @param semantics how priorities and parameters are understood
   * @throws ResolutionException if filters are unknown or include themselves, with all of these; if
   *     there are more filters than {@link #MAX_INCLUSIONS} or deeper than {@link #MAX_DEPTH}, or
   *     if they have more rules than {@link #MAX_RULES}
   */
  public static ResolvedFilter resolve(
      FilterLibrary library, FilterReference reference, Parameters variables, Semantics semantics) {
    DiagnosticSink errors = new DiagnosticSink();
    ResolvedFilter resolved = resolve(library, reference, variables, semantics, errors);
    if (!errors.diagnostics().isEmpty()) {
      throw new ResolutionException(errors.diagnostics());
    }
    return resolved;
  }

  /**
   * {@return the rules of a filter, without those of filters that are unknown or include
   * themselves} Whoever looks for all that is wrong with an interface goes on with these.
   *
   * @param library where filters are found
   * @param reference the filter; its own parameters are defined where the variables do not
   * @param variables the variables of the interface
   * @param semantics how priorities and parameters are understood
   * @param errors takes the filters that are unknown or include themselves
   * @throws ResolutionException if there are more filters than {@link #MAX_INCLUSIONS} or deeper
   *     than {@link #MAX_DEPTH}, or if they have more rules than {@link #MAX_RULES}
   */
  public static ResolvedFilter resolve(
      FilterLibrary library,
      FilterReference reference,
      Parameters variables,
      Semantics semantics,
      DiagnosticSink errors) {
    FilterResolver resolver = new FilterResolver(library, semantics, errors);
    resolver.include(
        reference,
        Scope.of(semantics.parameters(variables)),
        ReferencePath.EMPTY,
        SourceLocation.NONE);
    ImmutableList<ScopedRule> ordered =
        ImmutableList.sortedCopyOf(ROOT_FIRST_THEN_PRIORITY, resolver.rules);
    Set<String> missing = new LinkedHashSet<>();
    ordered.forEach(rule -> Variables.addMissing(rule, missing));
    return new ResolvedFilter(
        ordered, ImmutableSet.copyOf(missing), ImmutableList.copyOf(resolver.inclusions));
  }

  private void include(
      FilterReference reference, Scope outer, ReferencePath from, SourceLocation outerPlace) {
    SourceLocation place = either(reference.location(), outerPlace);
    ReferencePath path = from.include(reference.filter(), place);
    if (from.contains(reference.filter())) {
      errors.report(
          ResolutionCode.FILTER_CYCLE,
          new Origin(place, from),
          "filter '" + reference.filter() + "' includes itself");
      return;
    }
    included++;
    requireMeasure(path, place);
    Filter filter = library.find(reference.filter()).orElse(null);
    if (filter == null) {
      errors.report(
          ResolutionCode.UNKNOWN_FILTER, new Origin(place, from), unknown(reference.filter()));
      return;
    }
    Parameters own =
        passed.computeIfAbsent(reference, r -> first(filter, r, outer, new Origin(place, path)));
    EntryVisitor visitor = new EntryVisitor(filter, outer.inside(own), path, place);
    for (FilterEntry entry : filter.entries()) {
      entry.accept(visitor);
    }
  }

  /** {@return the parameters that a reference passes, when it is first met} */
  private Parameters first(Filter filter, FilterReference reference, Scope outer, Origin origin) {
    Parameters parameters = semantics.parameters(reference.parameters());
    inclusions.add(new Inclusion(filter, parameters, outer, origin, reference.acceptedCodes()));
    return parameters;
  }

  private String unknown(String name) {
    String missing = "filter '" + name + "' is not defined";
    return library
        .reason(name)
        .map(
            why ->
                missing
                    + "; its definition is skipped, as libvirt does: "
                    + why.location()
                    + ": "
                    + why.message())
        .or(() -> nearest(name).map(nearest -> missing + "; did you mean '" + nearest + "'?"))
        .orElse(missing);
  }

  private Optional<String> nearest(String name) {
    return suggestions.nearest(name, Iterables.transform(library.filters(), Filter::name));
  }

  /** Takes the entries of a filter where it is included; the result is how many rules there are. */
  private final class EntryVisitor implements FilterEntry.Visitor<Integer> {

    private final Filter filter;
    private final Scope scope;
    private final ReferencePath path;
    private final SourceLocation place;

    EntryVisitor(Filter filter, Scope scope, ReferencePath path, SourceLocation place) {
      this.filter = filter;
      this.scope = scope;
      this.path = path;
      this.place = place;
    }

    @Override
    public Integer rule(Rule rule) {
      Origin origin =
          new Origin(
              either(rule.location(), place),
              path,
              rule.adjustedFrom().map(from -> "adjusted: " + from).orElse(""));
      rules.add(new ScopedRule(rule, filter, scope, origin, semantics));
      requireMeasure(path, place);
      return rules.size();
    }

    @Override
    public Integer reference(FilterReference reference) {
      include(reference, scope, path, place);
      return rules.size();
    }
  }

  /** Authors of filters must not be able to exhaust the host that compiles them. */
  private void requireMeasure(ReferencePath path, SourceLocation place) {
    if (path.depth() > MAX_DEPTH || included > MAX_INCLUSIONS || rules.size() > MAX_RULES) {
      throw new ResolutionException(
          ResolutionCode.TOO_MANY_FILTERS,
          Origin.of(place),
          String.format(
              Locale.ROOT,
              "filter '%s' includes more than %d filters or %d rules, or nests them more than %d"
                  + " deep",
              path.filters().get(0),
              MAX_INCLUSIONS,
              MAX_RULES,
              MAX_DEPTH));
    }
  }

  private static SourceLocation either(SourceLocation inner, SourceLocation outer) {
    return inner.equals(SourceLocation.NONE) ? outer : inner;
  }
}
