#pragma once

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/world.hpp"

// The tables of world.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<ObjectRefId>) {
  return table<ObjectRefId>("ObjectRefId", field("obj", &ObjectRefId::obj));
}
constexpr auto table_of(Type<ObjectRefSysObj>) {
  return table<ObjectRefSysObj>("ObjectRefSysObj", field("symbols", &ObjectRefSysObj::symbols));
}
constexpr auto table_of(Type<ObjectRefMatch>) {
  return table<ObjectRefMatch>("ObjectRefMatch",
                               field("match_string", &ObjectRefMatch::match_string));
}
constexpr auto table_of(Type<PropInfo>) {
  return table<PropInfo>("PropInfo", field("definer", &PropInfo::definer),
                         field("location", &PropInfo::location), field("name", &PropInfo::name),
                         field("owner", &PropInfo::owner), field("r", &PropInfo::r),
                         field("w", &PropInfo::w), field("chown", &PropInfo::chown));
}
constexpr auto table_of(Type<VerbInfo>) {
  return table<VerbInfo>(
      "VerbInfo", field("location", &VerbInfo::location), field("owner", &VerbInfo::owner),
      field("names", &VerbInfo::names), field("r", &VerbInfo::r), field("w", &VerbInfo::w),
      field("x", &VerbInfo::x), field("d", &VerbInfo::d), field("arg_spec", &VerbInfo::arg_spec));
}
constexpr auto table_of(Type<ObjectNotFound>) {
  return table<ObjectNotFound>("ObjectNotFound", field("object_ref", &ObjectNotFound::object_ref));
}
constexpr auto table_of(Type<ObjectAlreadyExists>) {
  return table<ObjectAlreadyExists>("ObjectAlreadyExists", field("obj", &ObjectAlreadyExists::obj));
}
constexpr auto table_of(Type<RecursiveMove>) {
  return table<RecursiveMove>("RecursiveMove", field("from_obj", &RecursiveMove::from_obj),
                              field("to_obj", &RecursiveMove::to_obj));
}
constexpr auto table_of(Type<ObjectPermissionDenied>) {
  return table<ObjectPermissionDenied>("ObjectPermissionDenied");
}
constexpr auto table_of(Type<PropertyNotFound>) {
  return table<PropertyNotFound>("PropertyNotFound", field("obj", &PropertyNotFound::obj),
                                 field("property", &PropertyNotFound::property));
}
constexpr auto table_of(Type<PropertyPermissionDenied>) {
  return table<PropertyPermissionDenied>("PropertyPermissionDenied");
}
constexpr auto table_of(Type<PropertyDefinitionNotFound>) {
  return table<PropertyDefinitionNotFound>(
      "PropertyDefinitionNotFound", field("obj", &PropertyDefinitionNotFound::obj),
      field("property", &PropertyDefinitionNotFound::property));
}
constexpr auto table_of(Type<DuplicatePropertyDefinition>) {
  return table<DuplicatePropertyDefinition>(
      "DuplicatePropertyDefinition", field("obj", &DuplicatePropertyDefinition::obj),
      field("property", &DuplicatePropertyDefinition::property));
}
constexpr auto table_of(Type<ChparentPropertyNameConflict>) {
  return table<ChparentPropertyNameConflict>(
      "ChparentPropertyNameConflict",
      field("descendant", &ChparentPropertyNameConflict::descendant),
      field("ancestor", &ChparentPropertyNameConflict::ancestor),
      field("property", &ChparentPropertyNameConflict::property));
}
constexpr auto table_of(Type<PropertyTypeMismatch>) {
  return table<PropertyTypeMismatch>("PropertyTypeMismatch");
}
constexpr auto table_of(Type<VerbNotFound>) {
  return table<VerbNotFound>("VerbNotFound", field("obj", &VerbNotFound::obj),
                             field("verb", &VerbNotFound::verb));
}
constexpr auto table_of(Type<InvalidVerb>) {
  return table<InvalidVerb>("InvalidVerb", field("vid", &InvalidVerb::vid));
}
constexpr auto table_of(Type<VerbDecodeError>) {
  return table<VerbDecodeError>("VerbDecodeError", field("obj", &VerbDecodeError::obj),
                                field("verb", &VerbDecodeError::verb));
}
constexpr auto table_of(Type<VerbPermissionDenied>) {
  return table<VerbPermissionDenied>("VerbPermissionDenied");
}
constexpr auto table_of(Type<DuplicateVerb>) {
  return table<DuplicateVerb>("DuplicateVerb", field("obj", &DuplicateVerb::obj),
                              field("verb", &DuplicateVerb::verb));
}
constexpr auto table_of(Type<FailedMatch>) {
  return table<FailedMatch>("FailedMatch", field("match_string", &FailedMatch::match_string));
}
constexpr auto table_of(Type<AmbiguousMatch>) {
  return table<AmbiguousMatch>("AmbiguousMatch",
                               field("match_string", &AmbiguousMatch::match_string));
}
constexpr auto table_of(Type<InvalidRenumber>) {
  return table<InvalidRenumber>("InvalidRenumber", field("message", &InvalidRenumber::message));
}
constexpr auto table_of(Type<WorldStateDatabaseError>) {
  return table<WorldStateDatabaseError>("WorldStateDatabaseError",
                                        field("message", &WorldStateDatabaseError::message));
}
constexpr auto table_of(Type<RollbackRetry>) { return table<RollbackRetry>("RollbackRetry"); }

}  // namespace drydock::moor
