package store

import "yishi/committee"

type appointmentRow struct {
	ID, CommitteeID         int64
	Name, Unit, Post, Phone string
	State                   string
	Sources                 list[committee.Source]
	Steps                   list[committee.Step]
}

func (appointmentRow) TableName() string { return "appointments" }

// Appointments loads every case of a committee, in order of their beginning.
func (tx *Tx) Appointments(id committee.ID) ([]committee.Appointment, error) {
	var rows []appointmentRow
	err := tx.locked().db.Where("committee_id = ?", int64(id)).Order("id").Find(&rows).Error
	var out []committee.Appointment
	for _, r := range rows {
		out = append(out, committee.Appointment{
			ID: committee.AppointmentID(r.ID), Name: r.Name, Unit: r.Unit, Post: r.Post, Phone: r.Phone, State: committee.AppointmentState(r.State),
			Sources: r.Sources, Steps: r.Steps,
		})
	}
	return out, wrap(err, "reading the appointments")
}

// SaveAppointment writes a case; one without an id is new.
func (tx *Tx) SaveAppointment(id committee.ID, a *committee.Appointment) error {
	row := appointmentRow{
		ID: int64(a.ID), CommitteeID: int64(id), Name: clip(a.Name, 50), Unit: clip(a.Unit, 100), Post: clip(a.Post, 100), Phone: clip(a.Phone, 30),
		State: string(a.State), Sources: a.Sources, Steps: a.Steps,
	}
	err := save(tx.db, &row, "an appointment")
	a.ID = committee.AppointmentID(row.ID)
	return err
}
