package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.query.NormalForm.Alternatives;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A word with values: that a packet has one of them there, or another one.
 *
 * @param term the word
 * @param negated whether the packet has another one
 * @param items the values
 */
record Comparison(Term term, boolean negated, ImmutableList<Item> items) implements Expression {

  @Override
  public Alternatives packets(NormalForm form, Encapsulation tags) {
    Encapsulation around = tags.with(tags());
    List<Alternatives> all = new ArrayList<>();
    for (Place place : term.places()) {
      List<Values> values =
          items.stream().filter(item -> item.suits(place.kind())).map(Item::values).toList();
      if (!values.isEmpty()) {
        all.add(packets(form, around, place, values));
      }
    }
    return form.or(all);
  }

  private Alternatives packets(
      NormalForm form, Encapsulation around, Place place, List<Values> values) {
    Values any = values.size() == 1 ? values.get(0) : new Values.Union(values);
    Alternatives having = form.of(place.condition(any, negated, around));
    return place
        .requirement(around)
        .map(requirement -> form.and(form.of(requirement), having))
        .orElse(having);
  }

  @Override
  public ImmutableSet<LayerType> tags() {
    return term.tags();
  }

  /** {@return the values, separated by commas} */
  String values() {
    return items.stream().map(term.notation()::print).collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return term + (negated ? " != " : " ") + values();
  }
}
