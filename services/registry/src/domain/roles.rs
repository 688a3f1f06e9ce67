//! The names that the manuals use for each role.

use aftersales_kit::{auth::Role, i18n::Locale};

/// A role with its titles and the names in the manuals, each with the rule that maps it.
pub struct Named {
    /// The role.
    pub role: Role,
    titles: [&'static str; 3],
    /// Names, and the rule that maps each.
    pub names: &'static [(&'static str, &'static str)],
}

impl Named {
    /// Its title in a language.
    pub fn title(&self, locale: Locale) -> &'static str {
        let [en, cn, tw] = self.titles;
        match locale {
            Locale::En => en,
            Locale::ZhCn => cn,
            Locale::ZhTw => tw,
        }
    }
}

macro_rules! roles {
    ($($role:ident: $en:literal, $cn:literal, $tw:literal => [$($name:literal $rule:literal),+ $(,)?];)+) => {
        /// Every role of a person.
        pub const ALL: &[Named] = &[$(Named {
            role: Role::$role,
            titles: [$en, $cn, $tw],
            names: &[$(($name, $rule)),+],
        }),+];
    };
}

roles! {
    Hotline: "hotline engineer", "热线工程师", "熱線工程師" =>
        ["热线工程师" "X-10", "报修信息接收人员" "X-13", "呼叫中心" "X-14"];
    Coordinator: "coordinator", "协调员", "協調員" => ["协调员" "X-10"];
    PartsClerk: "parts clerk", "备件运作专员", "備件運作專員" => ["备件运作专员" "X-10", "备件部门" "X-15"];
    Technician: "on-site engineer", "上门维修工程师", "到府維修工程師" =>
        ["上门维修工程师" "X-10", "技术人员" "X-13", "技术员" "X-13"];
    Receptionist: "receptionist, service advisor", "接待工程师", "接待工程師" =>
        ["接待工程师" "X-10", "服务顾问" "X-15", "前台接待" "X-16", "業務接待員" "X-16"];
    Workshop: "in-station engineer", "站内工程师", "站內工程師" =>
        ["站内工程师" "X-10", "维修技师" "X-15", "專職技術員" "X-16"];
    Callback: "callback clerk", "电话回访专员", "電話回訪專員" => ["电话回访专员" "X-10", "专人电话回访" "X-13"];
    Cashier: "admin clerk, cashier", "行政专员", "行政專員" => ["行政专员" "X-10", "結算員" "X-16"];
    Accountant: "accountant", "会计员", "會計員" => ["会计员" "X-13", "财务" "X-13"];
    Supervisor: "business supervisor", "督导", "督導" => ["督导" "X-10", "業務主管" "X-16"];
    Chief: "station chief", "站长", "站長" => ["站长" "X-10", "值班站长" "X-10"];
    DepartmentManager: "department manager", "部门经理", "部門經理" => ["部门经理" "X-13"];
    CompanyManager: "company manager", "公司经理", "公司經理" => ["公司经理" "X-13"];
    ServiceManager: "service manager", "服务经理", "服務經理" => ["售后经理" "X-14", "服务经理" "X-15"];
    TechDepartment: "technical department", "技术部", "技術部" => ["技术部" "X-14"];
    HeadOffice: "head-office analyst", "总部分析员", "總部分析員" => ["总部" "X-11"];
    WorkshopSupervisor: "workshop supervisor", "车间主管", "車間主管" =>
        ["车间主管" "X-15", "车间" "X-15", "車間主管" "X-16", "排程" "X-16", "调度" "X-16"];
    AppointmentClerk: "appointment clerk", "专职预约人员", "專職預約人員" => ["专职预约人员" "X-15", "客服专员" "X-15"];
    VehicleReceiver: "receiver of vehicles", "车间接车人", "車間接車人" => ["車間接車人" "X-16"];
    Washer: "washer", "洗车人员", "洗車人員" => ["洗車人員" "X-16"];
    Admin: "operator of the system", "系统管理员", "系統管理員" => ["系统管理员" "X-10"];
}

#[cfg(test)]
mod tests {
    use aftersales_kit::auth::Roles;

    use super::*;

    #[test]
    fn x_13_every_role_of_a_person_has_its_names() {
        let programs = [Role::Service, Role::Softphone];
        let persons = Roles::from_bits(u64::MAX)
            .iter()
            .filter(|role| !programs.contains(role));
        for role in persons {
            assert_eq!(ALL.iter().filter(|named| named.role == role).count(), 1, "{role:?}");
        }
    }
}
